/** Lenses over flow classes and steps. Always the same number, so that code never jumps when a run begins or ends. */
import type { CodeLens, Command } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { RunFacts } from '../../runner/flow/facts';
import type { AskedDocument } from '../asked';
import type { Feature } from '../feature';
import {
  LENS_COMMANDS,
  type FlowArguments,
  type MoreArguments,
  type OpenRunArguments,
  type Range,
} from '../protocol';
import { factsFor, runWords, stepWords } from './runFacts';

export type LensContext = Pick<AskedDocument, 'uri' | 'facts' | 'trusted' | 'now' | 't'>;

export const codeLensFeature: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: false } },
  register(connection, session) {
    connection.onCodeLens(({ textDocument }) => {
      const asked = session().asked(textDocument.uri);
      return asked && codeLenses(asked.flows, asked);
    });
  },
};

/** Four on a class (Run, Graph, last run, More…), one on each step that this file defines. */
export function codeLenses(flows: readonly AnalysedFlow[], context: LensContext): CodeLens[] {
  return flows.flatMap((flow) => {
    const facts = factsFor(flow.description, context.facts);
    return [
      ...classCommands(flow, facts, context).map((command) => lens(flow.range, command)),
      ...stepLenses(flow, facts, context),
    ];
  });
}

function classCommands(
  flow: AnalysedFlow,
  facts: RunFacts | undefined,
  context: LensContext,
): Command[] {
  const { t, uri } = context;
  const target: FlowArguments = { uri, flow: flow.description.name };
  return [
    context.trusted
      ? { title: `$(play) ${t('Run')}`, command: LENS_COMMANDS.run, arguments: [target] }
      : // VS Code's own command: what makes the workspace trusted is the person's decision.
        { title: `$(shield) ${t('Restricted')}`, command: 'workbench.trust.manage' },
    {
      title: `$(type-hierarchy-sub) ${t('Graph')}`,
      command: LENS_COMMANDS.graph,
      arguments: [target],
    },
    facts
      ? {
          title: runWords(facts, context.now, t),
          command: LENS_COMMANDS.openRun,
          arguments: [runArguments(facts)],
        }
      : words(`$(history) ${t('no runs yet')}`),
    moreCommand({ ...target, position: flow.nameRange.start }, t),
  ];
}

function stepLenses(
  flow: AnalysedFlow,
  facts: RunFacts | undefined,
  context: LensContext,
): CodeLens[] {
  const { file, name } = flow.description;
  return [...flow.steps]
    .filter(([, place]) => place.file === file && isOwn(flow, place.nameRange))
    .map(([step, place]) => {
      const known = facts?.steps[step];
      const target: FlowArguments | OpenRunArguments =
        facts && known ? { ...runArguments(facts), step } : { uri: context.uri, flow: name, step };
      const title = known
        ? stepWords(known, context.t)
        : `$(circle-outline) ${context.t('not run yet')}`;
      return lens(place.range, { title, command: LENS_COMMANDS.openStep, arguments: [target] });
    });
}

/** A step that two flows of a file inherit gets its lens from the class that it stands in. */
function isOwn(flow: AnalysedFlow, range: Range): boolean {
  return range.start.line >= flow.range.start.line && range.end.line <= flow.range.end.line;
}

function runArguments(facts: RunFacts): OpenRunArguments {
  return { root: facts.run.root, flow: facts.flow, run: facts.run.id };
}

function moreCommand(target: MoreArguments, t: LensContext['t']): Command {
  return { title: `$(ellipsis) ${t('More…')}`, command: LENS_COMMANDS.more, arguments: [target] };
}

/** Above the first decorator. */
function lens(range: Range, command: Command): CodeLens {
  return { range: { start: range.start, end: range.start }, command };
}

/** A lens without a command is drawn as plain text. */
function words(title: string): Command {
  return { title, command: '' };
}

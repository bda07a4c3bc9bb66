/** Inlay hints behind the first line of each step: what arrives there, and how long it took last time. Off by default. */
import type { InlayHint } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import { artifactFlow } from '../../runner/analysis/artifacts/artifactFlow';
import type {
  ArtifactStates,
  Presence,
  StepArtifacts,
} from '../../runner/analysis/artifacts/model';
import type { FunctionModel } from '../../runner/analysis/model';
import { formatDuration } from '../../runner/drawing/format';
import type { AskedDocument } from '../asked';
import type { Feature } from '../feature';
import type { Range } from '../protocol';
import { factsFor } from './runFacts';

export const inlayHintsFeature: Feature = {
  capabilities: { inlayHintProvider: true },
  register(connection, session) {
    connection.languages.inlayHint.on(({ textDocument, range }) => {
      if (!session().settings.inlayHints) return [];
      const asked = session().asked(textDocument.uri);
      return asked && inlayHints(asked, range);
    });
  },
};

/** Of the steps whose names stand in the range. A step that two flows of a file share is told for the last of them. */
export function inlayHints(asked: AskedDocument, { start, end }: Range): InlayHint[] {
  const lines = asked.text.split(/\r\n|\r|\n/);
  const hints = new Map<number, InlayHint>();
  for (const flow of asked.flows) {
    for (const method of ownSteps(flow)) {
      const { line } = method.nameRange.start;
      if (line < start.line || line > end.line) continue;
      const hint = hintOf(flow, method, lines, asked);
      if (hint) hints.set(line, hint);
    }
  }
  return [...hints.values()];
}

/** Those that stand in the flow's file. */
function ownSteps({ classes, steps, description }: AnalysedFlow): FunctionModel[] {
  const own = classes.filter(({ module }) => module.file === description.file);
  return own
    .flatMap(({ model }) => model.members)
    .filter((member) => member.kind === 'function')
    .filter(({ name, nameRange }) => steps.get(name)?.nameRange === nameRange);
}

function hintOf(
  flow: AnalysedFlow,
  method: FunctionModel,
  lines: readonly string[],
  { facts, t }: AskedDocument,
): InlayHint | undefined {
  const here = artifactFlow(flow).steps.get(method.name);
  const arriving = here ? arrivingAt(here) : [];
  const duration = factsFor(flow.description, facts)?.steps[method.name]?.duration;
  const parts = [
    arriving.length > 0 ? `← ${shortened(arriving.map(marked))}` : '',
    duration === undefined ? '' : formatDuration(duration),
  ].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const { line } = (method.parametersRange ?? method.nameRange).end;
  return {
    position: { line, character: lines[line]?.trimEnd().length ?? 0 },
    label: parts.join(' · '),
    paddingLeft: true,
    ...(arriving.length > 0
      ? { tooltip: t('Arrives here: {0}', arriving.map(marked).join(', ')) }
      : {}),
  };
}

type Arriving = readonly [name: string, presence: Presence];

/** Without parameters and what the class defines: those are everywhere. Of a join, what its inputs bring. */
function arrivingAt({ arriving, inputs }: StepArtifacts): Arriving[] {
  const found = new Map<string, Presence>();
  const add = (states: ArtifactStates): void => {
    for (const [name, { presence, writes }] of states) {
      if (writes.some(({ step }) => step !== undefined)) found.set(name, presence);
    }
  };
  add(arriving);
  for (const states of inputs?.values() ?? []) add(states);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Some ways do not set it. */
function marked([name, presence]: Arriving): string {
  return presence === 'possibly' ? `${name}?` : name;
}

const MOST = 6;

function shortened(names: readonly string[]): string {
  const rest = names.length - MOST;
  return rest > 0 ? `${names.slice(0, MOST).join(', ')} +${rest}` : names.join(', ');
}

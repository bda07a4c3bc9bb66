/** After `def` in a flow: the steps that some `self.next` names and that nobody has written. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { CursorPlace } from '../../../runner/analysis/cursor/cursor';
import { metaflowReference, newlineOf } from '../../../runner/analysis/refactor/addImport';
import type { Here } from './here';
import { joinsThere, lastStep, likelyNext } from './newStep';
import type { Offer } from './offer';
import { missingSteps } from './steps';

export function definitionsAt(
  { decorated }: Extract<CursorPlace, { kind: 'definition' }>,
  here: Here,
): Offer[] | undefined {
  const { flow, cursor, asked, meaning } = here;
  if (!flow || cursor.scope.method || cursor.scope.elsewhere) return undefined;
  const isMarked = decorated.some((name) => meaning(name) === 'step');
  const mark = metaflowReference('step', asked.module, asked.text);
  const { line } = asked.position;
  const start = { line, character: 0 };
  const above = `${cursor.indentation}@${mark.written}${newlineOf(asked.text)}`;
  const edits = isMarked ? [] : [...mark.edits, { range: { start, end: start }, newText: above }];
  return neededSteps(here).map(({ name, joins, sources, next }) => ({
    label: name,
    kind: CompletionItemKind.Event,
    origin: joins ? asked.t('join') : asked.t('step'),
    text:
      sources.length > 0
        ? asked.t('After {0}.', sources.map((each) => `\`${each}\``).join(', '))
        : asked.t('Every flow has this step.'),
    snippet: cursor.lastInLine
      ? `${name}(self${joins ? ', inputs' : ''}):\n\t${body(name === lastStep(flow.description), next)}`
      : name,
    edits,
  }));
}

export interface NeededStep {
  readonly name: string;
  readonly joins: boolean;
  readonly sources: readonly string[];
  readonly next: string;
}

/** Start and end as long as they are missing, and what `self.next` names; in the order in which a run comes to them. */
export function neededSteps({ flow }: Here): NeededStep[] {
  if (!flow) return [];
  const { startStep, steps } = flow.description;
  const endStep = lastStep(flow.description);
  const missing = new Map(missingSteps(flow));
  const has = (name: string): boolean => steps.some((step) => step.name === name);
  const first = has(startStep) ? [] : [startStep];
  const last = has(endStep) || missing.has(endStep) ? [] : [endStep];
  const names = [...first, ...[...missing.keys()].filter((name) => name !== endStep)];
  const end = missing.has(endStep) ? [endStep] : last;
  return [...names, ...end].map((name) => {
    const sources = missing.get(name) ?? [];
    return {
      name,
      sources,
      joins: name !== endStep && name !== startStep && joinsThere(name, sources, flow),
      next: likelyNext(name, sources, flow),
    };
  });
}

/** Of a new step, as a snippet. */
export function body(isEnd: boolean, next: string): string {
  return isEnd ? '${0:pass}' : `\${1:pass}\n\tself.next(self.\${2:${next}})`;
}

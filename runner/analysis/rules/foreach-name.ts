import type { AssignedValue } from '../assigned';
import { lastAssignment, type TextRule } from './rule';

/** `foreach` gets the name of the artifact to split over, not the artifact. */
export const foreachName: TextRule = (text) =>
  [...text.flow.steps].flatMap(([step, { model }]) => {
    const { next } = model;
    if (next?.form.kind !== 'foreach' || next.form.artifact !== undefined) return [];
    // Of what it names, that which is no target and not in quotes: `foreach=self.items`.
    const targets = new Set(next.targets.map(({ range }) => range.start.character));
    const named = next.mentions.find(
      ({ quoted, range }) => quoted !== true && !targets.has(range.start.character),
    );
    if (!named) return [];
    const last = lastAssignment(text, step, named.name);
    if (last && mayBeText(last.value)) return [];
    return [
      {
        code: 'foreach-name',
        // What other steps set may be a text after all.
        severity: last ? ('error' as const) : ('hint' as const),
        message: `The foreach of step ${step} gets the artifact ${named.name}, where its name belongs`,
        remedy: `Write foreach='${named.name}'.`,
        step,
        range: named.range,
      },
    ];
  });

function mayBeText(value: AssignedValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string';
  return value.kind === 'other' || value.kind === 'call' || value.kind === 'artifact';
}

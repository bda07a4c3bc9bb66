import { predecessors } from '../../flow/graph';
import { mayGoTo } from '../artifacts/choices';
import type { FlowText, TextRule } from './rule';
import { isOwnRead } from './unset';

/** A step always reads what one way to it does not set. */
export const maybeUnsetArtifact: TextRule = (text) =>
  [...text.artifacts.steps.values()].flatMap(({ reads }) =>
    reads
      .filter((read) => read.state?.presence === 'possibly' && isOwnRead(read))
      .filter(({ always, guarded, open }) => always && !guarded && !open)
      .map((read) => ({
        code: 'maybe-unset-artifact',
        severity: 'warning' as const,
        message: `Step ${read.step} reads ${read.name}, which is not set ${wayWithout(text, read.name, read.step)}`,
        remedy: 'Set it on that way too, or before the ways part.',
        step: read.step,
        file: read.file,
        range: read.range,
      })),
  );

/** In words: the choice that leads past every assignment. */
function wayWithout(text: FlowText, name: string, step: string): string {
  const before = predecessors(text.description);
  const steps = new Map(text.description.steps.map((each) => [each.name, each]));
  const takenInto = (target: string): readonly string[] =>
    (before.get(target) ?? []).filter((source) => {
      const found = steps.get(source);
      const leaving = text.artifacts.steps.get(source)?.leaving;
      return found && leaving && mayGoTo(found, leaving).has(target);
    });
  const seen = new Set<string>();
  // Back to where a way comes in that has nothing, and from there to the choice that it began with.
  let at = step;
  for (let lacks = false; !seen.has(at);) {
    seen.add(at);
    const sources = takenInto(at);
    const isWithout = (source: string): boolean =>
      !text.artifacts.steps.get(source)?.leaving.has(name);
    const chooser = sources.find((source) => steps.get(source)?.type === 'split-switch');
    if (chooser !== undefined && (lacks || isWithout(chooser))) {
      return `when step ${chooser} goes to ${at}`;
    }
    const without = sources.find(isWithout);
    lacks ||= without !== undefined;
    const next = without ?? sources.find((source) => isWeak(text, source, name)) ?? sources[0];
    if (next === undefined) break;
    at = next;
  }
  return 'on every way';
}

function isWeak({ artifacts }: FlowText, step: string, name: string): boolean {
  return artifacts.steps.get(step)?.leaving.get(name)?.presence === 'possibly';
}

import { KNOWN_DECORATORS } from '../decorators';
import type { DecoratorDescription } from '../description';
import type { Finding } from '../findings';
import type { Rule } from './rule';

/** Most decorators stand only once on a step or flow. */
export const duplicateDecorator: Rule = ({ description, steps }) => [
  ...repeated(description.decorators).map((name) => finding(name, description.name)),
  ...[...steps.values()].flatMap((step) =>
    repeated(step.decorators).map((name) => ({
      ...finding(name, `step ${step.name}`),
      step: step.name,
    })),
  ),
];

function finding(decorator: string, place: string): Finding {
  return {
    code: 'duplicate-decorator',
    severity: 'error',
    message: `@${decorator} stands more than once on ${place}`,
    remedy: 'Keep one of them.',
  };
}

function repeated(decorators: readonly DecoratorDescription[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of decorators) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(
      ([name, count]) =>
        count > 1 && Object.hasOwn(KNOWN_DECORATORS, name) && !KNOWN_DECORATORS[name]?.multiple,
    )
    .map(([name]) => name);
}

import type { Json } from '../../flow/description';
import type { CallModel } from '../model';
import { placedDecorators, placedParameters } from '../meaning/placedCalls';
import type { TextFinding, TextRule } from './rule';

/** Two options that say the same thing twice. */
export const conflictingOptions: TextRule = ({ flow }) => [
  ...placedDecorators(flow).flatMap(({ name, call, file, method }) =>
    conflictsIn(call, name, `@${name}`).map((found) => ({
      ...found,
      file,
      ...(method ? { step: method.name } : {}),
    })),
  ),
  ...placedParameters(flow).flatMap(({ kind, call, file }) =>
    conflictsIn(call, kind, kind).map((found) => ({ ...found, file })),
  ),
];

const PAIRS: { readonly [name: string]: readonly [string, string] | undefined } = {
  trigger: ['event', 'events'],
  trigger_on_finish: ['flow', 'flows'],
  batch: ['inferentia', 'trainium'],
  Config: ['default', 'default_value'],
};

function conflictsIn(call: CallModel, name: string, owner: string): TextFinding[] {
  const pair = PAIRS[name];
  if (!pair || !pair.every((option) => isGiven(call.keywords[option]))) return [];
  const [first, second] = pair;
  const range = call.places.get(second)?.nameRange;
  const finding: TextFinding = {
    code: 'conflicting-options',
    severity: 'error',
    message: `${owner} has both ${first} and ${second}`,
    remedy: 'Keep one of them.',
  };
  return [range ? { ...finding, range } : finding];
}

const isGiven = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

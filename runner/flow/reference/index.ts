/** The door of the reference: every documented name of Metaflow's public API. */
import { KNOWN_DECORATORS } from '../decorators';
import { isExpression, type Json } from '../description';
import { CLOUD_DECORATORS } from './cloudDecorators';
import { FLOW_DECORATORS } from './flowDecorators';
import type { DecoratorReference, OptionReference } from './model';
import { STEP_DECORATORS } from './stepDecorators';

export type { CallReference, DecoratorReference, NameReference, OptionReference } from './model';
export { PARAMETER_CALLS, SELF_CALLS, SELF_VALUES } from './calls';
export { CURRENT, CURRENT_PARTS } from './current';
export { NAMES } from './names';

/** Every decorator of `KNOWN_DECORATORS`; the most used first. */
export const DECORATORS: ReadonlyMap<string, DecoratorReference> = new Map(
  Object.entries({ ...STEP_DECORATORS, ...CLOUD_DECORATORS, ...FLOW_DECORATORS }),
);

/** Our page about a decorator. */
export function decoratorLink(name: string): string {
  return `https://github.com/flowdeck/flowdeck/blob/main/docs/decorators.md#${name}`;
}

/** The default of an option as Python text; `undefined` when there is none. */
export function defaultOf(option: OptionReference, decorator?: string): string | undefined {
  if (option.default !== undefined) return option.default;
  const defaults = decorator === undefined ? undefined : KNOWN_DECORATORS[decorator]?.defaults;
  const value = defaults?.[option.name];
  // Metaflow keeps some numbers as texts; people write numbers.
  const isNumber = option.type === 'int' && typeof value === 'string' && /^\d+$/.test(value);
  return value === undefined || isNumber ? value : pythonText(value);
}

/** A value as Python writes it. */
export function pythonText(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (typeof value === 'number') return String(value);
  if (isExpression(value)) return value.$expression;
  if (Array.isArray(value)) return `[${value.map((each: Json) => pythonText(each)).join(', ')}]`;
  const entries = Object.entries(value);
  return `{${entries.map(([key, each]) => `'${key}': ${pythonText(each)}`).join(', ')}}`;
}

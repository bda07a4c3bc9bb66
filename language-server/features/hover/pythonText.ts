/** A value of a description as Python code would have it, cut to what a line can hold. */
import { ellipsis } from '../../../runner/drawing/format';
import { isExpression, type Json } from '../../../runner/flow/description';

export function pythonText(value: Json, limit = 80): string {
  return ellipsis(written(value), limit);
}

function written(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (isExpression(value)) return value.$expression;
  if (isList(value)) return `[${value.map(written).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${quoted(key)}: ${written(each)}`);
  return `{${entries.join(', ')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

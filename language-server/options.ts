/** What the extension hands over at the start, checked: it comes from another process. */
import * as v from 'valibot';
import type { InitializationOptions } from './protocol';

const schema = v.object({
  wasmFolder: v.string(),
  trusted: v.boolean(),
  messages: v.exactOptional(v.record(v.string(), v.string())),
}) satisfies v.GenericSchema<unknown, InitializationOptions>;

/** @throws Error that names what is missing */
export function parseOptions(given: unknown): InitializationOptions {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the whole';
  throw new Error(`initializationOptions do not fit: ${field}: ${issue.message}`);
}

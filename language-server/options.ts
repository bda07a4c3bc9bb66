/** What the extension hands over at the start, checked: it comes from another process. */
import * as v from 'valibot';
import { LEVELS } from '../runner/flow/severities';
import type { InitializationOptions, Settings } from './protocol';

const settings = v.object({
  rules: v.record(v.string(), v.picklist(LEVELS)),
  inlayHints: v.boolean(),
  exclude: v.array(v.string()),
}) satisfies v.GenericSchema<unknown, Settings>;

/** Where nobody has set anything. */
export const DEFAULT_SETTINGS: Settings = { rules: {}, inlayHints: false, exclude: [] };

const schema = v.object({
  wasmFolder: v.string(),
  trusted: v.boolean(),
  messages: v.exactOptional(v.record(v.string(), v.string())),
  settings: v.exactOptional(settings),
}) satisfies v.GenericSchema<unknown, InitializationOptions>;

/** @throws Error that names what is missing */
export function parseOptions(given: unknown): InitializationOptions {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the whole';
  throw new Error(`initializationOptions do not fit: ${field}: ${issue.message}`);
}

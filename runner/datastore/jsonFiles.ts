/** JSON of unknown origin: files that another program wrote, perhaps torn, perhaps not what their name says. */
import * as v from 'valibot';
import type { Storage } from './storage/storage';

export type JsonObject = { readonly [key: string]: unknown };

const decoder = new TextDecoder();

/** The object in a file; undefined when there is no file, no JSON or no object in it. */
export async function readJsonObject(
  storage: Storage,
  key: string,
  signal?: AbortSignal,
): Promise<JsonObject | undefined> {
  const bytes = await storage.read(key, signal);
  return bytes && parseJsonObject(decoder.decode(bytes));
}

/** The object in a file if it fits the schema; undefined otherwise. */
export async function readFitting<T>(
  storage: Storage,
  key: string,
  schema: v.GenericSchema<unknown, T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const parsed = v.safeParse(schema, await readJsonObject(storage, key, signal));
  return parsed.success ? parsed.output : undefined;
}

export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The texts of a list; anything else in it is left out. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

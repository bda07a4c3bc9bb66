/** The `.env` file of a folder, read as the Python extension reads it; only needed where that extension is absent. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** What is in the file that the setting `python.envFile` names; nothing when there is no such file. */
export async function readEnvFile(
  setting: string,
  folder: string,
  base: Variables,
): Promise<Record<string, string>> {
  const file = resolveEnvFile(setting, folder, base);
  try {
    return parseEnvFile(await readFile(file, 'utf8'), base);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return {};
    throw error;
  }
}

/** `${workspaceFolder}` and `${env:NAME}` are understood; empty means `.env` in the folder. */
export function resolveEnvFile(setting: string, folder: string, base: Variables): string {
  const text = setting
    .replaceAll('${workspaceFolder}', folder)
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => base[name] ?? '');
  return path.resolve(folder, text.trim() === '' ? '.env' : text);
}

const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/;

/** `NAME=value`, in quotes or not; `${NAME}` stands for an earlier line or for a variable of `base`. */
export function parseEnvFile(text: string, base: Variables): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = LINE.exec(line);
    const [, name, written] = match ?? [];
    if (name === undefined || written === undefined) continue;
    const value = unquoted(written);
    // As in a shell, nothing is put into single quotes.
    found[name] = written.startsWith("'") ? value : substituted(value, { ...base, ...found });
  }
  return found;
}

function unquoted(text: string): string {
  const quoted = /^(["'])((?:\\.|(?!\1).)*)\1/.exec(text);
  const [, quote, inside = ''] = quoted ?? [];
  if (quote === undefined) return text.replace(/(^|\s)#.*$/, '').trim();
  return quote === '"' ? inside.replaceAll('\\n', '\n').replaceAll('\\"', '"') : inside;
}

function substituted(text: string, variables: Variables): string {
  return text.replace(
    /(\\)?\$\{([A-Za-z_]\w*)\}/g,
    (whole, escaped: string | undefined, name: string) =>
      escaped === undefined ? (variables[name] ?? '') : whole.slice(1),
  );
}

/** What a team has written about Flowdeck into its `pyproject.toml`: `[tool.flowdeck.rules]` and `exclude`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { parse, TomlError } from 'smol-toml';
import { isLevel, LEVELS, type Level, type Severities } from '../flow/severities';

export interface ProjectSettings {
  /** The folder of the `pyproject.toml`; absent when there is none. */
  readonly folder?: string;
  readonly rules: Severities;
  /** Patterns as in a `.gitignore` of that folder. */
  readonly exclude: readonly string[];
  /** What is wrong with the settings, each a sentence without a full stop. What is wrong is left out. */
  readonly problems: readonly string[];
}

const NONE: ProjectSettings = { rules: {}, exclude: [], problems: [] };

/**
 * Reads each file once; `forget` when one has changed. A `pyproject.toml` that says nothing about Flowdeck leaves the
 * word to those above: a package of a large repository need not repeat what its root says.
 */
export class Projects {
  private readonly byFolder = new Map<string, ProjectSettings>();
  /** By the folder of the `pyproject.toml`. */
  private readonly excluded = new Map<string, Ignore>();

  /** The settings for what lies in a folder: of the nearest `pyproject.toml` that has some, there or above. */
  of(folder: string): ProjectSettings {
    const known = this.byFolder.get(folder);
    if (known) return known;
    const above = path.dirname(folder);
    const settings = readFrom(folder) ?? (above === folder ? NONE : this.of(above));
    this.byFolder.set(folder, settings);
    return settings;
  }

  /** Whether the patterns of its project leave a file out. */
  excludes(file: string): boolean {
    const { folder, exclude } = this.of(path.dirname(file));
    if (folder === undefined || exclude.length === 0) return false;
    const known = this.excluded.get(folder);
    const rules = known ?? ignore().add([...exclude]);
    if (!known) this.excluded.set(folder, rules);
    return rules.ignores(path.relative(folder, file).split(path.sep).join('/'));
  }

  forget(): void {
    this.byFolder.clear();
    this.excluded.clear();
  }
}

function readFrom(folder: string): ProjectSettings | undefined {
  const file = path.join(folder, 'pyproject.toml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // None here, or none that may be read.
    return undefined;
  }
  const settings = settingsOf(text);
  return settings && { folder, ...settings };
}

/** @param text of a `pyproject.toml`; `undefined` when it does not mention Flowdeck */
export function settingsOf(text: string): Omit<ProjectSettings, 'folder'> | undefined {
  let table: unknown;
  try {
    table = parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    return { ...NONE, problems: [`line ${error.line}: ${first}`] };
  }
  const ours = member(member(table, 'tool'), 'flowdeck');
  if (ours === undefined) return undefined;
  const problems: string[] = [];
  return {
    rules: rulesOf(member(ours, 'rules'), problems),
    exclude: excludeOf(member(ours, 'exclude'), problems),
    problems,
  };
}

function rulesOf(given: unknown, problems: string[]): Severities {
  if (given === undefined) return {};
  if (!isTable(given)) {
    problems.push('tool.flowdeck.rules is no table');
    return {};
  }
  const rules: { [code: string]: Level } = {};
  for (const [code, level] of Object.entries(given)) {
    if (isLevel(level)) rules[code] = level;
    else problems.push(`tool.flowdeck.rules.${code} is none of ${LEVELS.join(', ')}`);
  }
  return rules;
}

function excludeOf(given: unknown, problems: string[]): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((each) => typeof each === 'string')) return given;
  problems.push('tool.flowdeck.exclude is no list of patterns');
  return [];
}

function member(table: unknown, name: string): unknown {
  return isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
}

function isTable(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

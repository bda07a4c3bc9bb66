/** What type an assigned value has, as far as its form and the imports tell. */
import type { WriteEffect } from '../effects';
import type { ModuleModel } from '../model';
import type { ArtifactStates } from './model';
import { typeOfCall } from './knownCalls';

export interface Learnt {
  readonly type?: string | undefined;
  /** What is called, by the name that its module gives it. */
  readonly callee?: string | undefined;
}

const OF_KINDS: { readonly [kind: string]: string } = {
  dict: 'dict',
  list: 'list',
  tuple: 'tuple',
  set: 'set',
  generator: 'generator',
  lambda: 'function',
};

/** @param states what is known of the artifacts right before */
export function learn(effect: WriteEffect, module: ModuleModel, states: ArtifactStates): Learnt {
  const { value, annotation } = effect;
  const callee = value.kind === 'call' ? importedName(value.callee, module) : undefined;
  if (annotation !== undefined) return { type: annotation, callee };
  switch (value.kind) {
    case 'literal':
      return { type: typeOfLiteral(value.value, value.float) };
    case 'artifact':
      return { type: typeAt(states, value.name) };
    case 'call':
      return { type: callee && typeOfCall(callee, module), callee };
    default:
      return { type: OF_KINDS[value.kind] };
  }
}

/** The one type that all writes which may have set it agree on. */
export function typeAt(states: ArtifactStates, name: string): string | undefined {
  const types = new Set(states.get(name)?.writes.map((write) => write.type));
  const [only, ...others] = types;
  return others.length === 0 ? only : undefined;
}

function typeOfLiteral(value: unknown, float: boolean): string | undefined {
  if (value === null) return 'None';
  if (float) return 'float';
  return PYTHON_NAMES[typeof value];
}

const PYTHON_NAMES: { readonly [type: string]: string } = {
  string: 'str',
  boolean: 'bool',
  number: 'int',
};

/** `pd.read_csv` under `import pandas as pd` → `pandas.read_csv`. */
export function importedName(written: string, module: ModuleModel): string {
  const [first = '', ...rest] = written.split('.');
  const imported = module.imports.get(first);
  if (!imported) return written;
  const { module: from, name } = imported;
  return [from, ...(name === undefined ? [] : [name]), ...rest].join('.');
}

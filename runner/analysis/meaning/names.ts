/** What a name in a module means: something of Metaflow, or a class or function of a module of the workspace. */
import type { CallModel, ClassModel, ModuleModel } from '../model';

/** Finds a module of the workspace by the name in an import (`base`, `pkg.base`, `.base`) of the file `from`. */
export type ResolveModule = (name: string, from: string) => ModuleModel | undefined;

export type Meaning =
  | { readonly kind: 'metaflow'; readonly name: string }
  | { readonly kind: 'class'; readonly module: ModuleModel; readonly model: ClassModel }
  | {
      readonly kind: 'function';
      readonly module: ModuleModel;
      readonly name: string;
      readonly decorators: readonly CallModel[];
    };

/** `from metaflow import *` brings these; a `*` hides names of nothing else that is asked for. */
const STAR_NAMES = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Imports that lead round in a circle end here. */
const MAX_HOPS = 16;

/** @param name dotted, as written: `FlowSpec`, `mf.FlowSpec`, `base.Base` */
export function meaningOf(
  name: string,
  module: ModuleModel,
  resolve: ResolveModule,
  hops = 0,
): Meaning | undefined {
  if (hops > MAX_HOPS) return undefined;
  const own = module.classes.get(name);
  if (own) return { kind: 'class', module, model: own };
  const decorators = module.functions.get(name);
  if (decorators) return { kind: 'function', module, name, decorators };
  const [first = '', ...rest] = name.split('.');
  const imported = module.imports.get(first);
  if (imported) {
    return imported.name === undefined
      ? inModule([imported.module, ...rest], module, resolve, hops)
      : fromModule(imported.module, [imported.name, ...rest].join('.'), module, resolve, hops);
  }
  for (const star of module.stars) {
    if (!STAR_NAMES.test(name)) continue;
    const meaning = fromModule(star, name, module, resolve, hops);
    if (meaning) return meaning;
  }
  return undefined;
}

/** `import a.b` then `a.b.Name`: the longest prefix that is a module. */
function inModule(
  parts: readonly string[],
  module: ModuleModel,
  resolve: ResolveModule,
  hops: number,
): Meaning | undefined {
  for (let length = parts.length - 1; length > 0; length--) {
    const meaning = fromModule(
      parts.slice(0, length).join('.'),
      parts.slice(length).join('.'),
      module,
      resolve,
      hops,
    );
    if (meaning) return meaning;
  }
  return undefined;
}

function fromModule(
  from: string,
  name: string,
  module: ModuleModel,
  resolve: ResolveModule,
  hops: number,
): Meaning | undefined {
  if (from === 'metaflow' || from.startsWith('metaflow.')) {
    const last = name.split('.').at(-1);
    return last === undefined ? undefined : { kind: 'metaflow', name: last };
  }
  const target = resolve(from, module.file);
  if (target && target !== module) {
    const meaning = meaningOf(name, target, resolve, hops + 1);
    if (meaning) return meaning;
  }
  // `from package import module` and then `module.Name`.
  const [first, ...rest] = name.split('.');
  if (first === undefined || rest.length === 0) return undefined;
  const inner = resolve(from.endsWith('.') ? `${from}${first}` : `${from}.${first}`, module.file);
  return inner && inner !== module
    ? meaningOf(rest.join('.'), inner, resolve, hops + 1)
    : undefined;
}

/** Whether a name means this thing of Metaflow: `isMetaflow('mf.step', 'step', …)`. */
export function metaflowName(
  name: string,
  module: ModuleModel,
  resolve: ResolveModule,
): string | undefined {
  const meaning = meaningOf(name, module, resolve);
  return meaning?.kind === 'metaflow' ? meaning.name : undefined;
}

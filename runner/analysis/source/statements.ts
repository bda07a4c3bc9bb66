/** Syntax tree → parts of a ModuleModel. Looks only where flows can be: imports, outermost classes, their members. */
import type { Node } from 'web-tree-sitter';
import type {
  AssignmentModel,
  CallModel,
  ClassModel,
  FunctionModel,
  ImportedName,
  MemberModel,
  ModuleModel,
} from '../model';
import type { Effect } from '../effects';
import { effectsOf } from './body';
import { isExpression } from '../../flow/description';
import { rangeOf, type Range } from '../positions';
import { mentionsIn, namesSeen, type SeenNames } from './classBody';
import { dedentedDoc } from './strings';
import { callOf, docstringOf, statementsOf, undecorated } from './syntax';
import { transitionOf } from './transitions';
import { dottedName, namedChildren, valueOf } from './values';

/** What the outermost statements of a text say. */
export type ModuleParts = Pick<
  ModuleModel,
  'imports' | 'stars' | 'classes' | 'functions' | 'called'
>;

/** What the statements in the body of a class say. */
export interface ClassParts {
  readonly doc: string;
  readonly members: readonly MemberModel[];
  readonly seen: SeenNames;
  /** From the first statement to the last one. */
  readonly extent: Range;
}

/** @param broken it is not quite what was typed: that could not be parsed */
export function readStatements(root: Node, broken: boolean): ModuleParts {
  const imports = new Map<string, ImportedName>();
  const stars: string[] = [];
  const classes = new Map<string, ClassModel>();
  const functions = new Map<string, readonly CallModel[]>();
  const called = new Set<string>();
  for (const statement of statementsOf(root)) {
    if (statement.type === 'import_statement') readImport(statement, imports);
    else if (statement.type === 'import_from_statement') readFrom(statement, imports, stars);
    else if (statement.type === 'expression_statement') readCall(statement, called);
    else readDefinition(statement, broken, classes, functions);
  }
  return { imports, stars, classes, functions, called };
}

/** @param body the block of a class */
export function readClassBody(body: Node, broken: boolean): ClassParts {
  return {
    doc: dedentedDoc(docstringOf(body) ?? ''),
    members: readMembers(body, broken),
    seen: namesSeen(body),
    extent: rangeOf(body),
  };
}

/** `import a.b`, `import a.b as c`. */
function readImport(statement: Node, imports: Map<string, ImportedName>): void {
  for (const name of statement.childrenForFieldName('name')) {
    const { written, alias, range } = aliased(name);
    if (alias !== undefined) {
      imports.set(alias, { module: written, range });
    } else {
      // `import a.b` binds `a`.
      const first = written.split('.', 1)[0] ?? written;
      imports.set(first, { module: first, range });
    }
  }
}

/** `from m import a, b as c`, `from m import *`. */
function readFrom(statement: Node, imports: Map<string, ImportedName>, stars: string[]): void {
  const module = statement.childForFieldName('module_name')?.text.replaceAll(/\s/g, '');
  if (!module) return;
  if (statement.namedChildren.some((child) => child.type === 'wildcard_import')) {
    stars.push(module);
  }
  for (const name of statement.childrenForFieldName('name')) {
    const { written, alias, range } = aliased(name);
    imports.set(alias ?? written, { module, name: written, range });
  }
}

function aliased(node: Node): { written: string; alias?: string; range: Range } {
  if (node.type !== 'aliased_import') return { written: node.text, range: rangeOf(node) };
  const name = node.childForFieldName('name') ?? node;
  const alias = node.childForFieldName('alias')?.text;
  const own = { written: name.text, range: rangeOf(name) };
  return alias === undefined ? own : { ...own, alias };
}

/** Also what is called on its result: `Flow().run()` is not ours to know, `Flow()` is. */
function readCall(statement: Node, called: Set<string>): void {
  const [call] = namedChildren(statement);
  const name = call?.type === 'call' ? dottedName(call.childForFieldName('function')) : undefined;
  if (name !== undefined) called.add(name);
}

const DEFINITIONS = new Set(['class_definition', 'function_definition', 'decorated_definition']);

/** A later definition hides an earlier one of its name, be it of the other kind. */
function readDefinition(
  statement: Node,
  broken: boolean,
  classes: Map<string, ClassModel>,
  functions: Map<string, readonly CallModel[]>,
): void {
  if (!DEFINITIONS.has(statement.type)) return;
  const { definition, decorators } = undecorated(statement);
  const name = definition?.childForFieldName('name');
  if (!definition || !name || name.text === '') return;
  if (definition.type === 'class_definition') {
    functions.delete(name.text);
    classes.set(name.text, readClass(statement, definition, name, decorators, broken));
  } else if (definition.type === 'function_definition') {
    classes.delete(name.text);
    functions.set(name.text, decorators);
  }
}

function readClass(
  statement: Node,
  definition: Node,
  name: Node,
  decorators: readonly CallModel[],
  broken: boolean,
): ClassModel {
  const body = definition.childForFieldName('body');
  const bases = definition.childForFieldName('superclasses');
  const parts = body && readClassBody(body, broken);
  const members = parts?.members ?? [];
  return {
    name: name.text,
    nameRange: rangeOf(name),
    range: rangeOf(statement),
    bases: bases ? namedChildren(bases).flatMap(baseName) : [],
    doc: parts?.doc ?? '',
    decorators,
    members,
    mentions: parts ? mentionsIn([parts.seen], members) : [],
  };
}

/** `Base`, `pkg.Base`, `Base[T]`; not `metaclass=M`. */
function baseName(node: Node): string[] {
  if (node.type === 'keyword_argument') return [];
  const named = node.type === 'subscript' ? node.childForFieldName('value') : node;
  return [dottedName(named) ?? node.text];
}

function readMembers(body: Node, broken: boolean): MemberModel[] {
  const members: MemberModel[] = [];
  for (const statement of statementsOf(body)) {
    const member =
      statement.type === 'expression_statement'
        ? readAssignment(statement)
        : readFunction(statement, broken);
    if (member) members.push(member);
  }
  return members;
}

function readFunction(statement: Node, broken: boolean): FunctionModel | undefined {
  const { definition, decorators } = undecorated(statement);
  const name = definition?.childForFieldName('name');
  if (definition?.type !== 'function_definition' || !name || name.text === '') return undefined;
  const body = definition.childForFieldName('body');
  const decorated = decorators.length > 0 ? body : null;
  const next = decorated ? transitionOf(decorated) : undefined;
  const list = definition.childForFieldName('parameters');
  const parameters = positionalParameters(list);
  const model = {
    kind: 'function' as const,
    name: name.text,
    nameRange: rangeOf(name),
    range: rangeOf(statement),
    doc: dedentedDoc(docstringOf(body) ?? ''),
    decorators,
    parameters,
    ...(list ? { parametersRange: rangeOf(list) } : {}),
    ...(body ? { bodyRange: rangeOf(body) } : {}),
    effects: body ? boundedEffects(body, parameters) : [],
    broken: broken || definition.hasError,
  };
  const suspends = decorated && suspendsIn(definition, decorated);
  return {
    ...model,
    ...(next ? { next } : {}),
    ...(suspends ? { suspends } : {}),
  };
}

/** @param body of the function that the definition defines */
function suspendsIn(definition: Node, body: Node): FunctionModel['suspends'] {
  if (/^async\b/.test(definition.text.slice(0, 6))) return 'async';
  // Nearly no step has the word in it.
  return body.text.includes('yield') && yields(body) ? 'generator' : undefined;
}

function yields(node: Node): boolean {
  if (node.type === 'yield') return true;
  if (node.type === 'lambda' || node.type === 'function_definition') return false;
  return node.namedChildren.some(yields);
}

/** Expressions that nest thousands deep exceed the stack: whatever they do, it is not known. */
function boundedEffects(body: Node, parameters: readonly string[]): readonly Effect[] {
  try {
    return effectsOf(body, parameters);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ kind: 'escape', range: rangeOf(body) }];
  }
}

/** As Python counts them in `co_argcount`: nothing after `*`, neither `*args` nor `**kwargs`. */
function positionalParameters(list: Node | null): string[] {
  const names: string[] = [];
  for (const parameter of list ? namedChildren(list) : []) {
    if (ENDS_POSITIONAL.has(parameter.type) || splat(parameter)) break;
    if (parameter.type === 'positional_separator' || parameter.type === 'ERROR') continue;
    const name = parameter.childForFieldName('name') ?? namedChildren(parameter)[0] ?? parameter;
    names.push(name.text);
  }
  return names;
}

const ENDS_POSITIONAL = new Set([
  'keyword_separator',
  'list_splat_pattern',
  'dictionary_splat_pattern',
]);

/** `*args: int` is a typed parameter around the splat. */
function splat(parameter: Node): boolean {
  const [inner] = parameter.type === 'typed_parameter' ? namedChildren(parameter) : [];
  return inner !== undefined && ENDS_POSITIONAL.has(inner.type);
}

function readAssignment(statement: Node): AssignmentModel | undefined {
  const [assignment] = namedChildren(statement);
  const name = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  const value = assignment?.childForFieldName('right');
  // `name: type` alone binds nothing.
  if (name?.type !== 'identifier' || !value) return undefined;
  const call: CallModel | undefined = value.type === 'call' ? callOf(value) : undefined;
  const model = {
    kind: 'assignment' as const,
    name: name.text,
    nameRange: rangeOf(name),
    literal: !isExpression(valueOf(value)),
  };
  return call ? { ...model, call } : model;
}

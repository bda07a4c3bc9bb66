/** Syntax tree → ModuleModel. Looks only where flows can be: imports, outermost classes, their members. */
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
import { effectsOf } from './body';
import { ignoresIn } from './ignores';
import { isExpression } from '../../flow/description';
import type { PythonParser, Tree } from './parser';
import { rangeOf, type Range } from '../positions';
import { mentionsInClass } from './classBody';
import { closeBrackets } from './repair';
import { dedentedDoc } from './strings';
import { callOf, docstringOf, statementsOf, undecorated } from './syntax';
import { transitionOf } from './transitions';
import { dottedName, namedChildren, valueOf } from './values';

/**
 * @param text what `tree` was parsed from (a root node leaves out what stands before its first statement)
 * @param file absolute path
 */
export function readModule(
  parser: PythonParser,
  tree: Tree,
  text: string,
  file: string,
): ModuleModel {
  const ignores = ignoresIn(text);
  if (!tree.rootNode.hasError) return { ...readTree(tree, file, []), ignores };
  // How a parser recovers depends on what it parsed before: read anew, so that the same text means the same.
  const repaired = closeBrackets(text) ?? { text, rows: [] };
  const second = parser.parse(repaired.text);
  try {
    return { ...readTree(second, file, repaired.rows), ignores };
  } finally {
    second.delete();
  }
}

/** @param repaired rows whose code is not as it was typed */
function readTree(
  tree: Tree,
  file: string,
  repaired: readonly number[],
): Omit<ModuleModel, 'ignores'> {
  const imports = new Map<string, ImportedName>();
  const stars: string[] = [];
  const classes = new Map<string, ClassModel>();
  const functions = new Map<string, readonly CallModel[]>();
  const called = new Set<string>();
  for (const statement of statementsOf(tree.rootNode)) {
    if (statement.type === 'import_statement') readImport(statement, imports);
    else if (statement.type === 'import_from_statement') readFrom(statement, imports, stars);
    else if (statement.type === 'expression_statement') readCall(statement, called);
    else readDefinition(statement, repaired, classes, functions);
  }
  return { file, imports, stars, classes, functions, called };
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
  repaired: readonly number[],
  classes: Map<string, ClassModel>,
  functions: Map<string, readonly CallModel[]>,
): void {
  if (!DEFINITIONS.has(statement.type)) return;
  const { definition, decorators } = undecorated(statement);
  const name = definition?.childForFieldName('name');
  if (!definition || !name || name.text === '') return;
  if (definition.type === 'class_definition') {
    functions.delete(name.text);
    classes.set(name.text, readClass(statement, definition, name, decorators, repaired));
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
  repaired: readonly number[],
): ClassModel {
  const body = definition.childForFieldName('body');
  const bases = definition.childForFieldName('superclasses');
  const members = body ? readMembers(body, repaired) : [];
  return {
    name: name.text,
    nameRange: rangeOf(name),
    range: rangeOf(statement),
    bases: bases ? namedChildren(bases).flatMap(baseName) : [],
    doc: dedentedDoc(docstringOf(body) ?? ''),
    decorators,
    members,
    mentions: body ? mentionsInClass(body, members) : [],
  };
}

/** `Base`, `pkg.Base`, `Base[T]`; not `metaclass=M`. */
function baseName(node: Node): string[] {
  if (node.type === 'keyword_argument') return [];
  const named = node.type === 'subscript' ? node.childForFieldName('value') : node;
  return [dottedName(named) ?? node.text];
}

function readMembers(body: Node, repaired: readonly number[]): MemberModel[] {
  const members: MemberModel[] = [];
  for (const statement of statementsOf(body)) {
    const member =
      statement.type === 'expression_statement'
        ? readAssignment(statement)
        : readFunction(statement, repaired);
    if (member) members.push(member);
  }
  return members;
}

function readFunction(statement: Node, repaired: readonly number[]): FunctionModel | undefined {
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
    effects: body ? effectsOf(body, parameters) : [],
    broken: definition.hasError || repaired.some((row) => isInside(row, definition)),
  };
  return next ? { ...model, next } : model;
}

function isInside(row: number, node: Node): boolean {
  return node.startPosition.row <= row && row <= node.endPosition.row;
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

/**
 * Where a symbol is named besides through `self`: by the name of a class (`Base.SIZE`), and a step in what its task is
 * compared with (`current.step_name == 'train'`). Seldom asked, so that no model keeps it: the text is parsed anew.
 */
import type { Node } from 'web-tree-sitter';
import type { PlacedClass } from '../meaning/inheritance';
import { rangeOf, type Range } from '../positions';
import type { PythonParser } from '../source/parser';
import { textPlace, textsIn } from '../source/places';
import { dottedName, namedChildren } from '../source/values';
import type { Place } from './model';
import type { FoundSymbol } from './related';

export interface Sources {
  readonly parser: PythonParser;
  readonly textOf: (file: string) => string | undefined;
}

/** In the files of the classes that make the flows. */
export function namedElsewhere(
  { symbol, flows }: Pick<FoundSymbol, 'symbol' | 'flows'>,
  { parser, textOf }: Sources,
): Place[] {
  const classes = [...new Map(flows.flatMap((flow) => flow.classes).map(byModel)).values()];
  const modules = new Map(classes.map(({ module }) => [module.file, module]));
  return [...modules.values()].flatMap((module) => {
    const text = textOf(module.file);
    if (text === undefined || !mayName(text, symbol.name)) return [];
    const tree = parser.parse(text);
    try {
      const here = classes.filter((each) => each.module.file === module.file);
      const isClass = classNames(module, classes);
      return placesIn(tree.rootNode, symbol, isClass, here).map((range) => ({
        file: module.file,
        range,
      }));
    } finally {
      tree.delete();
    }
  });
}

function byModel(placed: PlacedClass): [PlacedClass['model'], PlacedClass] {
  return [placed.model, placed];
}

/** Cheap: what has neither form needs no parser. */
function mayName(text: string, name: string): boolean {
  return text.includes(`.${name}`) || (text.includes('step_name') && text.includes(name));
}

/** What the module calls one of the classes, or the class of a flow. */
function classNames(
  module: PlacedClass['module'],
  classes: readonly PlacedClass[],
): ReadonlySet<string> {
  const names = new Set(classes.map(({ model }) => model.name));
  const own = [...module.classes.keys()].filter((name) => names.has(name));
  const imported = [...module.imports].filter(([, { name }]) => names.has(name ?? ''));
  return new Set([...own, ...imported.map(([local]) => local), 'type(self)', 'self.__class__']);
}

function placesIn(
  root: Node,
  { kind, name }: FoundSymbol['symbol'],
  isClass: ReadonlySet<string>,
  classes: readonly PlacedClass[],
): Range[] {
  const found: Range[] = [];
  const walk = (node: Node): void => {
    const attribute = node.type === 'attribute' ? node.childForFieldName('attribute') : null;
    if (attribute?.text === name && isClass.has(node.childForFieldName('object')?.text ?? '')) {
      found.push(rangeOf(attribute));
    }
    if (kind === 'step' && node.type === 'comparison_operator' && isInside(node, classes)) {
      found.push(...comparedSteps(node, name));
    }
    for (const child of namedChildren(node)) walk(child);
  };
  walk(root);
  return found;
}

/** Other code of the file may be about other flows. */
function isInside(node: Node, classes: readonly PlacedClass[]): boolean {
  const { row } = node.startPosition;
  return classes.some(({ model: { range } }) => range.start.line <= row && row <= range.end.line);
}

function comparedSteps(comparison: Node, name: string): Range[] {
  const parts = namedChildren(comparison);
  const isAbout = parts.some((part) => /^(\w+\.)?current\.step_name$/.test(dottedName(part) ?? ''));
  if (!isAbout) return [];
  return parts
    .flatMap((part) => textPlace(part) ?? textsIn(part))
    .filter((place) => place.name === name)
    .map(({ range }) => range);
}

/** Which class and method a place stands in, by the indentation of the lines before it. */
import type { Statement } from './statements';
import type { Token } from './tokens';

export interface CursorScope {
  /** The outermost class around it; absent also inside a class inside of a class. */
  readonly className?: string;
  /** What that class names as its bases, as written. */
  readonly bases: readonly string[];
  readonly method?: EnclosingMethod;
  /** It stands in a function that is no method, or in a class inside a method. */
  readonly elsewhere: boolean;
}

export interface EnclosingMethod {
  readonly name: string;
  /** `self` first. */
  readonly parameters: readonly string[];
  /** Offsets of its `def` and of where its body ends. */
  readonly start: number;
  readonly end: number;
}

interface Block {
  readonly kind: 'class' | 'def';
  readonly name: string;
  readonly statement: Statement;
  readonly index: number;
}

/** @param before how many of the statements stand before the place */
export function scopeAt(
  statements: readonly Statement[],
  before: number,
  indent: number,
): CursorScope {
  const [outer, inner, ...deeper] = blocksAround(statements, before, indent);
  if (!outer) return { bases: [], elsewhere: false };
  if (outer.kind === 'def' || inner?.kind === 'class' || deeper.some(isClass)) {
    return { bases: [], elsewhere: true };
  }
  const bases = argumentNames(outer.statement.tokens);
  const own = { className: outer.name, bases, elsewhere: false };
  return inner ? { ...own, method: methodOf(inner, statements) } : own;
}

const isClass = (block: Block): boolean => block.kind === 'class';

/** Outermost first. */
function blocksAround(
  statements: readonly Statement[],
  before: number,
  indent: number,
): readonly Block[] {
  const open: Block[] = [];
  const leave = (column: number): void => {
    while ((open.at(-1)?.statement.indent ?? -1) >= column) open.pop();
  };
  for (const [index, statement] of statements.slice(0, before).entries()) {
    leave(statement.indent);
    const block = blockOf(statement, index);
    if (block) open.push(block);
  }
  leave(indent);
  return open;
}

function blockOf(statement: Statement, index: number): Block | undefined {
  const [first, second, third] = statement.tokens;
  const isAsync = first?.text === 'async';
  const keyword = isAsync ? second : first;
  const name = isAsync ? third : second;
  if (keyword?.text !== 'class' && keyword?.text !== 'def') return undefined;
  return { kind: keyword.text, name: name?.kind === 'name' ? name.text : '', statement, index };
}

function methodOf(block: Block, statements: readonly Statement[]): EnclosingMethod {
  const { statement, name, index } = block;
  let end = statement.end;
  for (const each of statements.slice(index + 1)) {
    if (each.indent <= statement.indent) break;
    end = each.end;
  }
  return { name, parameters: argumentNames(statement.tokens), start: statement.start, end };
}

/** `(self, inputs: list[X] = None)` → self, inputs; `(pkg.Base, Mixin[T])` → pkg.Base, Mixin. */
function argumentNames(tokens: readonly Token[]): string[] {
  const names: string[] = [];
  let depth = 0;
  let taking = false;
  for (const { kind, text } of tokens) {
    if (kind === 'operator' && /^[([{]$/.test(text)) {
      depth++;
      taking = depth === 1;
      if (taking) names.push('');
    } else if (kind === 'operator' && /^[)\]}]$/.test(text)) {
      depth--;
      taking = false;
      if (depth === 0) break;
    } else if (depth === 1 && text === ',') {
      names.push('');
      taking = true;
    } else if (depth === 1 && (text === ':' || text === '=')) {
      taking = false;
    } else if (taking && depth === 1) {
      names.push(`${names.pop() ?? ''}${text}`);
    }
  }
  return names.filter((name) => name !== '');
}

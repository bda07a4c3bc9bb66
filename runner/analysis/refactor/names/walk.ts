/** A walk along the ways that execution may take through statements, keeping account of names. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';
import type { Binding, NameFlow, NameUse } from './use';

/** What a node of a type does with names; nodes of other types do what their children do. */
export type Reader = (walk: Walk, node: Node) => void;
export type Readers = { readonly [type: string]: Reader | undefined };

/** A scope inside the one that is asked about. */
interface Inner {
  readonly bound: ReadonlySet<string>;
  readonly kind: 'function' | 'class' | 'comprehension';
}

/** The names that are surely set; `undefined` where execution does not come to. */
type Sure = Set<string> | undefined;

const EXITS = new Set([
  'return_statement',
  'raise_statement',
  'break_statement',
  'continue_statement',
]);

export class Walk {
  private readonly uses: NameUse[] = [];
  private readonly needs = new Set<string>();
  private readonly may = new Set<string>();
  private readonly removed = new Set<string>();
  private readonly declared = new Set<string>();
  private sure: Sure = new Set();
  private inner: readonly Inner[] = [];

  constructor(
    private readonly readers: Readers,
    private readonly self: string,
  ) {}

  result(): NameFlow {
    const { needs, may, removed, declared } = this;
    const uses = [...this.uses].sort((a, b) => a.start - b.start);
    // Code that is never reached sets nothing that anybody could miss.
    return { uses, needs, may, removed, declared, sure: this.sure ?? new Set(may) };
  }

  block(statements: readonly Node[]): void {
    for (const statement of statements) this.visit(statement);
  }

  private visit(node: Node): void {
    const read = this.readers[node.type];
    if (read) read(this, node);
    else this.children(node);
    if (EXITS.has(node.type)) this.sure = undefined;
  }

  children(node: Node): void {
    for (const child of namedChildren(node)) this.visit(child);
  }

  field(node: Node, name: string): void {
    for (const child of node.childrenForFieldName(name)) {
      if (child.isNamed) this.visit(child);
    }
  }

  /** A read of a name. */
  read(node: Node, replaceable = true): void {
    const name = node.text;
    if (this.isInner(name)) return;
    this.use(node, false, replaceable);
    if (this.sure && !this.sure.has(name)) this.needs.add(name);
  }

  write(node: Node, how: Binding, replaceable: boolean): void {
    const name = node.text;
    if (this.isInner(name)) return;
    this.use(node, true, replaceable, how);
    this.may.add(name);
    // In a function inside it happens when that is called, if ever.
    if (!this.inner.some((each) => each.kind === 'function')) this.sure?.add(name);
  }

  remove(name: string): void {
    if (this.isInner(name)) return;
    this.removed.add(name);
    this.sure?.delete(name);
  }

  declare(names: readonly string[]): void {
    for (const name of names) this.declared.add(name);
  }

  /** Ways that part and meet again: afterwards is sure what is so on each that comes to its end. */
  branches(ways: readonly (() => void)[]): void {
    const before = this.sure;
    const ends = ways.map((way) => {
      this.sure = before && new Set(before);
      way();
      return this.sure;
    });
    this.sure = meet(ends);
  }

  /** What may not happen at all, or several times. */
  perhaps(way: () => void): void {
    const before = this.sure && new Set(this.sure);
    way();
    this.sure = before;
  }

  /** The names that are surely set now, to go on from there later. */
  mark(): () => void {
    const kept = this.sure && new Set(this.sure);
    return () => {
      this.sure = kept && new Set(kept);
    };
  }

  /** Both ends that a `try` may come from. */
  alsoSure(action: () => void): void {
    const before = this.sure && new Set(this.sure);
    action();
    const gained = this.sure;
    this.sure = before && gained ? new Set([...before, ...gained]) : undefined;
  }

  inside(kind: Inner['kind'], bound: ReadonlySet<string>, action: () => void): void {
    const { inner } = this;
    // The names of a class are not seen by the functions in it.
    const seen = kind === 'function' ? inner.filter((each) => each.kind !== 'class') : inner;
    this.inner = [...seen, { kind, bound }];
    if (kind === 'comprehension') action();
    else this.perhaps(action);
    this.inner = inner;
  }

  private isInner(name: string): boolean {
    return this.inner.some((each) => each.bound.has(name));
  }

  private use(node: Node, writes: boolean, replaceable: boolean, how?: Binding): void {
    this.uses.push({
      name: node.text,
      start: node.startIndex,
      end: node.endIndex,
      row: node.startPosition.row,
      writes,
      replaceable: replaceable && !this.isInner(this.self),
      ...(how ? { how } : {}),
    });
  }
}

function meet(ends: readonly Sure[]): Sure {
  const [first, ...others] = ends.filter((each) => each !== undefined);
  if (!first) return undefined;
  return new Set([...first].filter((name) => others.every((each) => each.has(name))));
}

/** What statements do with the names of the scope that they stand in, as plain data. */

export interface NameUse {
  readonly name: string;
  /** Of the name, in UTF-16 units from the beginning of the text. */
  readonly start: number;
  readonly end: number;
  readonly writes: boolean;
  /** How it gets its value, for a write. */
  readonly how?: Binding;
  /** `self.name` could stand there in its place. */
  readonly replaceable: boolean;
  /** Row of the text. */
  readonly row: number;
}

/** `value` is an assignment whose right side is `source`. */
export type Binding =
  | { readonly kind: 'value'; readonly source: string; readonly type: string }
  | { readonly kind: 'import' | 'function' | 'class' | 'other' }
  /** `with source as name`. */
  | { readonly kind: 'with'; readonly source: string };

/** What a row of statements does with names, taken together. */
export interface NameFlow {
  /** In the order of the text. */
  readonly uses: readonly NameUse[];
  /** May be read before the statements themselves have surely set them. */
  readonly needs: ReadonlySet<string>;
  /** Surely set when the statements have come to their end. */
  readonly sure: ReadonlySet<string>;
  /** Set on some way. */
  readonly may: ReadonlySet<string>;
  /** Removed by `del`, or at the end of an `except … as`. */
  readonly removed: ReadonlySet<string>;
  /** Declared `global` or `nonlocal`, here or in a function inside. */
  readonly declared: ReadonlySet<string>;
}

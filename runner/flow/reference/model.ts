/** What people are told about the names of Metaflow's public API: in completions, hovers, signatures and docs/decorators.md. */

/** An option of a decorator, or an argument of a call. Its default, for decorators, is in `../decorators.ts`. */
export interface OptionReference {
  readonly name: string;
  /** As Python people say it: `int`, `list[str]`. */
  readonly type: string;
  /** A sentence or two of Markdown. */
  readonly text: string;
  /** The values that it takes, as Python text, when there are only so many. */
  readonly values?: readonly string[];
  /** What to write first for its value, as Python text. */
  readonly example?: string;
  /** As Python text; for calls that are no decorators. */
  readonly default?: string;
}

export interface DecoratorReference {
  /** What it does: Markdown, the first sentence for itself. */
  readonly text: string;
  readonly options: readonly OptionReference[];
  /** What is usually written, with the places to fill in as an LSP snippet has them; `name` alone when absent. */
  readonly snippet?: string;
  /** What it adds to `current`. */
  readonly current?: readonly string[];
}

/** `Parameter(…)`, `self.next(…)` and other calls with arguments. */
export interface CallReference {
  readonly text: string;
  /** Of its arguments by position, before the first that is only given by keyword. */
  readonly positional: number;
  readonly options: readonly OptionReference[];
}

/** An attribute of `current`, a public name of `metaflow`. */
export interface NameReference {
  readonly name: string;
  readonly kind: 'class' | 'function' | 'value';
  readonly type?: string;
  readonly text: string;
}

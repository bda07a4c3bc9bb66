/** What a value is that the text assigns, as far as its form tells. */
import type { Json } from '../flow/description';

export type AssignedValue =
  /** A text, number, truth value or None; `float`: a number that is written as one. */
  | { readonly kind: 'literal'; readonly value: Json; readonly float: boolean }
  /** `named`: a literal with nothing but texts as keys. */
  | { readonly kind: 'dict'; readonly named: boolean }
  /** A literal or a comprehension. */
  | { readonly kind: 'list' | 'tuple' | 'set' | 'lambda' }
  /** `callee`: what Python gives for a call of `map` and its like, which can be stored once, unlike a generator. */
  | { readonly kind: 'generator'; readonly callee?: string }
  /** Dotted, as written: `pd.read_csv`, `self.load`. Those of builtins that make a generator or a set have their kind. */
  | { readonly kind: 'call'; readonly callee: string }
  /** `self.name`, by itself. */
  | { readonly kind: 'artifact'; readonly name: string }
  | { readonly kind: 'other' };

/** Where the text names a flow's steps, artifacts and parameters: what definitions, references and renames ask. */
import type { Range } from '../positions';

export type SymbolKind = 'step' | 'artifact' | 'parameter';

export interface FlowSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
}

export type Role =
  /** `def train`, `alpha = Parameter(…)`, a class attribute. */
  | 'definition'
  | 'write'
  | 'read'
  /** A step in `self.next(…)`. */
  | 'transition'
  /** A step in `inputs.train`. */
  | 'input'
  /** In quotes: `foreach='items'`, `condition='size'`, `getattr(self, 'x')`, lists of `merge_artifacts`. */
  | 'text';

export interface Occurrence {
  readonly symbol: FlowSymbol;
  readonly role: Role;
  /** Absolute path. */
  readonly file: string;
  /** Of the name alone, without quotes. */
  readonly range: Range;
  /** The step or method in whose body it stands. */
  readonly inside?: string;
}

/** A name in a file. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
}

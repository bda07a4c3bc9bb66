/** What an answer to a hover is: one file a kind; the first that knows something speaks. */
import { MarkupKind, type Hover } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import type { FoundSymbol } from '../../../runner/analysis/symbols/related';
import type { Asked } from '../../asked';
import type { Range } from '../../protocol';

export type HoverAnswer = (asked: Asked) => Hover | undefined;

/** @param value Markdown in which everything but our own words is escaped */
export function hoverOf(value: string, range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}

/** What a hover's text is made from. */
export interface Hovered {
  readonly found: FoundSymbol;
  /** Of those that have the symbol there, the one that is told of. */
  readonly flow: AnalysedFlow;
  readonly asked: Asked;
}

/** What a completion offers, and how it becomes an item of the editor's list. */
import {
  InsertTextFormat,
  type Command,
  type CompletionItem,
  type CompletionItemKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { Word } from '../../../runner/analysis/cursor/cursor';
import { markdown } from '../../reference';

export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Right behind the label: ` DataFrame`. */
  readonly type?: string;
  /** At the right edge: `set in load`. */
  readonly origin?: string;
  /** Markdown. */
  readonly text?: string;
  /** What is written instead of the label. */
  readonly insert?: string;
  /** The same, with places to fill in. */
  readonly snippet?: string;
  /** What the typed word is compared with, instead of the label. */
  readonly filter?: string;
  /** Changes elsewhere that belong to it: an import. */
  readonly edits?: readonly TextEdit[];
  /** Ask again once it is inserted: there is more to choose. */
  readonly again?: boolean;
}

/** The editor's own command. */
const ASK_AGAIN: Command = { title: '', command: 'editor.action.triggerSuggest' };

/**
 * Items in the order of the offers, before those of other extensions: a `!` sorts before letters and digits.
 * Of two offers with one label the first counts.
 */
export function itemsOf(offers: readonly Offer[], word: Word): CompletionItem[] {
  const seen = new Set<string>();
  return offers.flatMap((offer, index) => {
    if (seen.has(offer.label)) return [];
    seen.add(offer.label);
    return [itemOf(offer, word, `!${String(index).padStart(4, '0')}`)];
  });
}

function itemOf(offer: Offer, word: Word, sortText: string): CompletionItem {
  const { label, kind, type, origin, text, snippet, filter, edits } = offer;
  const details = {
    ...(type === undefined ? {} : { detail: `: ${type}` }),
    ...(origin === undefined ? {} : { description: origin }),
  };
  return {
    label,
    kind,
    sortText,
    textEdit: { range: word.range, newText: snippet ?? offer.insert ?? label },
    ...(snippet === undefined ? {} : { insertTextFormat: InsertTextFormat.Snippet }),
    ...(Object.keys(details).length > 0 ? { labelDetails: details } : {}),
    ...(type === undefined ? {} : { detail: type }),
    ...(text === undefined ? {} : { documentation: markdown(text) }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(edits && edits.length > 0 ? { additionalTextEdits: [...edits] } : {}),
    ...(offer.again ? { command: ASK_AGAIN } : {}),
  };
}

/** Text that stands for itself in a snippet. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

/** User-visible text: English in the code, other languages from the bundle that the editor hands over. */
import { english, type Translate } from '../runner/drawing/words';

/** @param messages English message → translation, as `vscode.l10n.bundle` has it; absent for English */
export function translator(messages: { readonly [english: string]: string } = {}): Translate {
  return (message, ...values) =>
    english(Object.hasOwn(messages, message) ? (messages[message] ?? message) : message, ...values);
}

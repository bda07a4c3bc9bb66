/** The page's words in the editor's language: the host may put its bundle into `<script type="application/json" id="l10n">`. */
import { english, type Translate } from '../../runner/drawing/words';

/** English text → text, as in a VS Code `bundle.l10n.*.json`; an entry may be an object with comments for translators. */
function readBundle(): ReadonlyMap<string, string> {
  const text = document.getElementById('l10n')?.textContent ?? '';
  if (text.trim() === '') return new Map();
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return new Map();
  return new Map(
    Object.entries(parsed).flatMap(([message, entry]: [string, unknown]) => {
      if (typeof entry === 'string') return [[message, entry] as const];
      const nested: unknown =
        typeof entry === 'object' && entry !== null && 'message' in entry
          ? entry.message
          : undefined;
      return typeof nested === 'string' ? [[message, nested] as const] : [];
    }),
  );
}

let bundle: ReadonlyMap<string, string> | undefined;

/** Translates and fills in `{0}`, `{1}`…; English when the bundle has no such entry. */
export const t: Translate = (message, ...values) => {
  bundle ??= readBundle();
  return english(bundle.get(message) ?? message, ...values);
};

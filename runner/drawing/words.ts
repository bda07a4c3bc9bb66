/**
 * Every word that a drawing says goes through a `Translate`, so that pages can speak the editor's language and reports English.
 */

/** Replaces `{0}`, `{1}`… in a message, after translating it. */
export type Translate = (message: string, ...values: readonly (string | number)[]) => string;

/** Fills in the placeholders and leaves the words as they are. */
export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? placeholder : String(value);
  });

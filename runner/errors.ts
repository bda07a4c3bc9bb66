/**
 * The one error class that people see. Everything that Flowdeck reports on purpose is one of these;
 * anything else is a fault of ours and is printed with its stack.
 */

/** Where an error comes from: a place in a file, or something in a datastore. */
export type ErrorPlace =
  | { readonly file: string; readonly line?: number; readonly column?: number }
  | { readonly pathspec: string };

export interface ErrorDetails {
  /** Stable, kebab-case; documented in docs/errors.md. */
  readonly code: string;
  /** What failed, in one sentence without a full stop. */
  readonly message: string;
  readonly where?: ErrorPlace | undefined;
  /** What the person can do about it, in one sentence. */
  readonly remedy?: string | undefined;
}

/**
 * @example
 * throw new FlowdeckError({
 *   code: 'python-not-found',
 *   message: 'No Python 3.9 or newer was found',
 *   remedy: 'Install Python, or set flowdeck.pythonPath.',
 * });
 */
export class FlowdeckError extends Error {
  readonly code: string;
  readonly where: ErrorPlace | undefined;
  readonly remedy: string | undefined;

  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.name = 'FlowdeckError';
    this.code = details.code;
    this.where = details.where;
    this.remedy = details.remedy;
  }

  /** Plain data, for protocols and `--json`. */
  toDetails(): ErrorDetails {
    return { code: this.code, message: this.message, where: this.where, remedy: this.remedy };
  }
}

/** `flow.py:12:5`, `flow.py`, or `HelloFlow/12/start/1`. */
export function formatPlace(place: ErrorPlace): string {
  if ('pathspec' in place) return place.pathspec;
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

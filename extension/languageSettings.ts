/** The settings that the language server heeds, as it wants them. Pure: what people write into settings.json may be anything. */
import type { Settings } from '../language-server/protocol';

/** As the editor gives them. */
export interface GivenSettings {
  /** `flowdeck.rules` */
  readonly rules: unknown;
  /** `flowdeck.inlayHints.enabled` */
  readonly inlayHints: unknown;
  /** `files.exclude` */
  readonly exclude: unknown;
}

type Level = Settings['rules'][string];
const LEVELS: { readonly [level in Level]: true } = {
  error: true,
  warning: true,
  hint: true,
  off: true,
};

/** What makes no sense counts as not set: the editor marks it in settings.json. */
export function settingsOf({ rules, inlayHints, exclude }: GivenSettings): Settings {
  return {
    rules: Object.fromEntries(entries(rules).filter(isRule)),
    inlayHints: inlayHints === true,
    // A pattern may also be bound to another file (`when`): such files are not excluded for good.
    exclude: entries(exclude).flatMap(([glob, on]) => (on === true ? [glob] : [])),
  };
}

function entries(value: unknown): [string, unknown][] {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isTable ? Object.entries(value) : [];
}

function isRule(entry: [string, unknown]): entry is [string, Level] {
  return typeof entry[1] === 'string' && Object.hasOwn(LEVELS, entry[1]);
}

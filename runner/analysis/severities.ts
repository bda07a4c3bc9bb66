/** How loudly each rule speaks: what the user's settings make of the rules' own severities. */
import type { Severity } from '../flow/findings';
import type { PlacedFinding } from './check';

export type ChosenSeverity = Severity | 'off';

/** By code; what is not in it keeps its own severity. */
export type Severities = { readonly [code: string]: ChosenSeverity };

const CHOICES: ReadonlySet<unknown> = new Set<ChosenSeverity>(['error', 'warning', 'hint', 'off']);

/** From a settings file: what is no choice is left out. */
export function parseSeverities(given: unknown): Severities {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, ChosenSeverity] =>
      CHOICES.has(entry[1]),
    ),
  );
}

export function withSeverities(
  findings: readonly PlacedFinding[],
  severities: Severities,
): readonly PlacedFinding[] {
  return findings.flatMap((finding) => {
    const chosen = Object.hasOwn(severities, finding.code) ? severities[finding.code] : undefined;
    if (chosen === 'off') return [];
    return chosen === undefined ? [finding] : [{ ...finding, severity: chosen }];
  });
}

/** How loud each finding is where people have their own mind about it: settings over what the rules say. */
import type { Finding, Severity } from './findings';

export type Level = Severity | 'off';

export const LEVELS: readonly Level[] = ['error', 'warning', 'hint', 'off'];

/** By code; what is not named stays as its rule says. */
export type Severities = { readonly [code: string]: Level };

/** The findings that are wanted, each as loud as it is wanted. */
export function withSeverities<F extends Finding>(
  findings: readonly F[],
  severities: Severities,
): readonly F[] {
  return findings.flatMap((finding) => {
    const wanted = Object.hasOwn(severities, finding.code) ? severities[finding.code] : undefined;
    if (wanted === 'off') return [];
    return wanted === undefined ? [finding] : [{ ...finding, severity: wanted }];
  });
}

export function isLevel(value: unknown): value is Level {
  return LEVELS.some((level) => level === value);
}

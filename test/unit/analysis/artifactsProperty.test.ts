/** Property: what is said of artifacts holds in every run of a random flow, played by an interpreter that knows no text. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type { ArtifactStates } from '../../../runner/analysis/artifacts/model';
import { findingsOf } from '../../../runner/analysis/check';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { play, Seen, type Has } from './artifactRuns';
import { randomArtifacts, type PlannedFlow, type Statement } from './artifactFlows';
import { onlyFlow, pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** Enough to come by most of what a small flow can do. */
const RUNS = 40;
/** For the one run that a warning speaks of. */
const MOST_RUNS = 3000;

const UNSET = new Set(['unset-artifact', 'lost-artifact']);
/** The flows are valid but for what their steps do with artifacts. */
const OF_ARTIFACTS = new Set([
  ...UNSET,
  'maybe-unset-artifact',
  'merge-conflict',
  'merge-arguments',
]);

const sorted = (names: Iterable<string>): string[] => [...names].toSorted();

function checkStates(place: string, states: ArtifactStates, seen: Has | undefined): void {
  if (!seen) return;
  const sure = [...states].filter(([, { presence }]) => presence === 'surely');
  const missing = sure.map(([name]) => name).filter((name) => !seen.always.has(name));
  const unknown = [...seen.ever].filter((name) => !states.has(name));
  expect({ place, missing, unknown: sorted(unknown) }).toEqual({ place, missing: [], unknown: [] });
}

function failsSomewhere(planned: PlannedFlow, statement: Statement, seen: Seen): boolean {
  for (let seed = RUNS; seed < MOST_RUNS; seed++) {
    if ((seen.reads.get(statement)?.failed ?? 0) > 0) return true;
    play(planned, seed, seen);
  }
  return false;
}

function checkFindings(planned: PlannedFlow, flow: AnalysedFlow, seen: Seen): number {
  let count = 0;
  for (const { code, severity, message, range } of findingsOf(flow)) {
    if (!OF_ARTIFACTS.has(code)) expect(`${severity} ${code}: ${message}`).not.toMatch(/^error/);
    const isUnset = UNSET.has(code);
    if (!isUnset && code !== 'maybe-unset-artifact') continue;
    const statement = planned.places.get(range.start.line);
    if (!statement) throw new Error(`no read where ${code} points to: ${message}`);
    const { reached, failed } = seen.reads.get(statement) ?? { reached: 0, failed: 0 };
    count++;
    // Of a step that no choice leads to, it is said what would be if one did.
    if (reached === 0) continue;
    const holds = isUnset ? failed === reached : failsSomewhere(planned, statement, seen);
    expect(`${code} ${message}: ${holds ? 'so' : 'not so'}`).toBe(`${code} ${message}: so`);
  }
  return count;
}

describe('artifacts', () => {
  it('are where they are said to be in random flows', () => {
    let count = 0;
    fc.assert(
      fc.property(randomArtifacts, (planned) => {
        const seen = new Seen();
        for (let seed = 0; seed < RUNS; seed++) play(planned, seed, seen);
        const flow = onlyFlow(parser, planned.text);
        const { steps } = artifactFlow(flow);
        for (const [name, { arriving, leaving }] of steps) {
          checkStates(`start of ${name}`, arriving, seen.starts.get(name));
          checkStates(`end of ${name}`, leaving, seen.ends.get(name));
        }
        expect(sorted(steps.keys())).toEqual(sorted(planned.steps.keys()));
        count += checkFindings(planned, flow, seen);
      }),
      { numRuns: 200, seed: 11 },
    );
    expect(count).toBeGreaterThan(100);
  }, 60_000);
});

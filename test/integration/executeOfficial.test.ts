/** The official client reads our runs, and says the same as about official Metaflow's run of the same flow. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  flowFile,
  OFFICIAL_PYTHON,
  readOfficially,
  runFlow,
  runOfficially,
  temporaryFolder,
} from './execute/runs';

/** Its stored error tells of the engine's own modules: only the outcome is compared. */
const OUTCOME_ONLY = 'timeouts.py';
const FLOWS = readdirSync(flowFile('.')).filter(
  (name) => name.endsWith('.py') && name !== OUTCOME_ONLY,
);

describe('the official client', () => {
  it.each(FLOWS)('says the same of our run of %s as of the official one', async (name) => {
    await using ours = await temporaryFolder('ours');
    await using theirs = await temporaryFolder('theirs');
    const file = flowFile(name);
    // The same interpreter, since what some flows store depends on it.
    const [{ result }] = await Promise.all([
      runFlow(file, ours.path, { python: OFFICIAL_PYTHON }),
      runOfficially(file, theirs.path),
    ]);
    expect(result.state).toBe('succeeded');
    const { flow } = result.ref;
    const [our, their] = await Promise.all([
      readOfficially(flow, ours.path),
      readOfficially(flow, theirs.path),
    ]);
    expect(our.run).toEqual(their.run);
  });

  it(`says the same about the outcome of ${OUTCOME_ONLY}`, async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(flowFile(OUTCOME_ONLY), folder.path);
    const { run } = await readOfficially(result.ref.flow, folder.path);
    expect(run.successful).toBe(true);
    // Caught: the run goes on, and the task still counts as not successful.
    expect(run.tasks['slow[]']).toMatchObject({ successful: false, finished: true });
  });

  it('finds tags and the code of the run', async () => {
    await using folder = await temporaryFolder();
    const file = flowFile('hello.py');
    const { result } = await runFlow(file, folder.path, {
      argv: ['run', '--tag', 'fast', '--tag', 'try:2'],
    });
    const view = await readOfficially(result.ref.flow, folder.path);
    expect(view.run.tags).toEqual(['fast', 'try:2']);
    expect(view.code?.script).toBe('hello.py');
    expect(view.code?.flowspec).toBe(await readFile(file, 'utf8'));
    expect(view.code?.files).toContain('hello.py');
    expect(path.basename(result.ref.root)).toBe('.metaflow');
  });
});

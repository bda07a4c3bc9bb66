/** What the official client says of our runs, beyond what interchange.test.ts compares over every flow. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowFile, readOfficially, runFlow, temporaryFolder } from './execute/runs';

describe('the official client', () => {
  it('tells of an error that was caught', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(flowFile('timeouts.py'), folder.path);
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

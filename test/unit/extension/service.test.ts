import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RunnerService } from '../../../extension/service';
import { CancelRun, CheckSetup } from '../../../runner/service/protocol';

const script = path.join(import.meta.dirname, 'fixtures/service.mjs');
const services: RunnerService[] = [];

function service(file = script) {
  const launched: ChildProcessWithoutNullStreams[] = [];
  const lines: string[] = [];
  const log = (message: string) => void lines.push(message);
  const onGaveUp = vi.fn();
  const it = new RunnerService({
    launch: () => {
      const child = spawn(process.execPath, [file], { stdio: 'pipe' });
      launched.push(child);
      return Promise.resolve(child);
    },
    folders: () => ['/work place'],
    log: { info: log, warn: log, error: log },
    onGaveUp,
  });
  services.push(it);
  return { service: it, launched, lines, onGaveUp };
}

afterEach(() => {
  for (const it of services.splice(0)) it.dispose();
});

const ask = (it: RunnerService, cwd = '/') => it.request(CheckSetup, { cwd });

describe('RunnerService', () => {
  it('starts no process before the first question, and one for many', async () => {
    const { service: it, launched } = service();
    expect(launched).toHaveLength(0);
    await Promise.all([ask(it), ask(it), ask(it)]);
    expect(launched).toHaveLength(1);
  });

  it('tells the process the workspace folders', async () => {
    const { service: it, lines } = service();
    await ask(it);
    expect(lines.join('\n')).toContain('/work place/.metaflow');
  });

  it('gives back the error that the service answered', async () => {
    const { service: it } = service();
    await expect(ask(it, '/refuse')).rejects.toMatchObject({
      code: 'refused',
      message: 'It was refused',
      remedy: 'Ask nicely.',
    });
  });

  it('rejects what was asked when the process ends, then starts another and says so', async () => {
    const { service: it, launched } = service();
    const started = vi.fn();
    it.onDidStart(started);
    await expect(ask(it, '/crash')).rejects.toMatchObject({ code: 'service-failed' });
    const { items } = await ask(it);
    expect(items[0]?.message).toBe(String(launched[1]?.pid));
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(2));
  });

  it('passes a cancellation on', async () => {
    const { service: it } = service();
    await ask(it);
    const controller = new AbortController();
    const answer = it.request(
      CancelRun,
      { ref: { root: '/r', flow: 'F', run: '1' } },
      controller.signal,
    );
    // The question goes out in this turn of the loop.
    setImmediate(() => controller.abort());
    await expect(answer).resolves.toBeNull();
  });

  it('does not ask what was taken back before', async () => {
    const { service: it } = service();
    const answer = it.request(CheckSetup, { cwd: '/crash' }, AbortSignal.abort());
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await ask(it);
  });

  it('gives up on a process that ends at once again and again', async () => {
    const { service: it, launched, onGaveUp } = service('/no/such/script.mjs');
    for (let time = 0; time < 6; time++) await ask(it).catch(() => undefined);
    await vi.waitFor(() => expect(onGaveUp).toHaveBeenCalledOnce(), 20_000);
    expect(launched).toHaveLength(6);
    await expect(ask(it)).rejects.toMatchObject({ code: 'service-stopped' });
  });
});

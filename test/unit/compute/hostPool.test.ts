import { describe, expect, it } from 'vitest';
import type { ComputeEvent } from '../../../runner/compute/compute';
import { withEnvironments, type Variables } from '../../../runner/compute/hostPool';
import type { PythonHost } from '../../../runner/compute/local';
import type {
  AttemptEndedReply,
  AttemptRequest,
  Described,
  RunPlace,
} from '../../../runner/compute/protocol';
import type { Json } from '../../../runner/flow/description';

const RUN: RunPlace = {
  flow: 'F',
  run: '1',
  datastore: { type: 'local', root: '/nowhere' },
  user: 'tester',
  tags: [],
  systemTags: [],
  originRunId: null,
};

/** `variables` by step; a step without has no @environment. */
function described(variables: { readonly [step: string]: Json | undefined }): Described {
  return {
    type: 'described',
    description: {
      version: 1,
      name: 'F',
      file: '/flow.py',
      doc: '',
      startStep: 'start',
      endStep: 'end',
      parameters: [],
      decorators: [],
      steps: Object.entries(variables).map(([name, vars]) => ({
        name,
        type: 'linear',
        line: 1,
        sourceFile: '/flow.py',
        doc: '',
        next: [],
        takesInputs: false,
        decorators: vars === undefined ? [] : [{ name: 'environment', attributes: { vars } }],
      })),
    },
    python: { version: '3.11.2', executable: '/python', platform: 'linux' },
    mode: 'fork',
  };
}

/** Notes what it is told. */
class FakeHost implements PythonHost {
  readonly said: string[] = [];
  readonly pid = 1;
  listener: (event: ComputeEvent) => void = () => undefined;

  constructor(readonly described: Described) {}

  sendSnapshot(): void {
    this.said.push('snapshot');
  }
  storeParameters(): Promise<AttemptEndedReply> {
    return Promise.reject(new Error('not asked for'));
  }
  join({ run }: RunPlace): void {
    this.said.push(`join ${run}`);
  }
  launch(attempts: readonly AttemptRequest[]): void {
    this.said.push(`launch ${attempts.map(({ task }) => task).join(' ')}`);
  }
  cancel(attempts: readonly { readonly task: string }[], graceSeconds: number): void {
    this.said.push(`cancel ${attempts.map(({ task }) => task).join(' ')} ${graceSeconds}`);
  }
  onEvent(listener: (event: ComputeEvent) => void): void {
    this.listener = listener;
  }
  [Symbol.asyncDispose](): Promise<void> {
    this.said.push('end');
    return Promise.resolve();
  }
}

function attempt(step: string, task: string): AttemptRequest {
  const files = { stdout: '', stderr: '' };
  return { step, task, attempt: 0, createdAt: 0, inputs: [], userAttempts: 1, ...files };
}

function pool(variables: { readonly [step: string]: Json | undefined }) {
  const first = new FakeHost(described(variables));
  const started: { readonly variables: Variables; readonly host: FakeHost }[] = [];
  const host = withEnvironments(first, (asked) => {
    const further = new FakeHost(first.described);
    started.push({ variables: asked, host: further });
    return Promise.resolve(further);
  });
  return { host, first, started };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the hosts of a run', () => {
  it('are one where no step has variables', () => {
    const { host, first } = pool({ start: undefined, end: {} });
    expect(host).toBe(first);
  });

  it('are one more for each set of variables, started by its first task', async () => {
    const { host, first, started } = pool({
      start: undefined,
      a: { X: '1', Y: 2 },
      b: { Y: 2, X: '1' },
      c: { X: '2' },
    });
    host.join(RUN);
    expect(started).toEqual([]);
    host.launch([attempt('start', '1'), attempt('a', '2'), attempt('b', '3'), attempt('c', '4')]);
    await settled();
    expect(first.said).toEqual(['join 1', 'launch 1']);
    expect(started.map(({ variables }) => variables)).toEqual([{ X: '1', Y: '2' }, { X: '2' }]);
    expect(started.map(({ host: { said } }) => said)).toEqual([
      ['join 1', 'launch 2', 'launch 3'],
      ['join 1', 'launch 4'],
    ]);
  });

  it('cancel an attempt where it runs, and all end together', async () => {
    const { host, first, started } = pool({ start: undefined, a: { X: '1' } });
    host.launch([attempt('a', '2')]);
    await settled();
    host.cancel([attempt('start', '1'), attempt('a', '2')], 5);
    await settled();
    await host[Symbol.asyncDispose]();
    expect(first.said).toEqual(['cancel 1 5', 'end']);
    expect(started[0]?.host.said).toEqual(['launch 2', 'cancel 2 5', 'end']);
  });

  it('fail the attempts of a host that does not start', async () => {
    const first = new FakeHost(described({ a: { X: '1' } }));
    const events: ComputeEvent[] = [];
    const host = withEnvironments(first, () => Promise.reject(new Error('no such module')));
    host.onEvent((event) => events.push(event));
    host.launch([attempt('a', '2')]);
    await settled();
    expect(events).toMatchObject([
      { type: 'attempt_ended', task: '2', result: { state: 'failed', error: { kind: 'host' } } },
    ]);
    await host[Symbol.asyncDispose]();
  });

  it('stop an attempt whose host is still starting', async () => {
    const first = new FakeHost(described({ a: { X: '1' } }));
    const events: ComputeEvent[] = [];
    const host = withEnvironments(first, () => new Promise(() => undefined));
    host.onEvent((event) => events.push(event));
    host.launch([attempt('a', '2')]);
    await settled();
    host.cancel([attempt('a', '2')], 5);
    expect(events).toMatchObject([
      { type: 'attempt_ended', task: '2', result: { state: 'failed', error: { kind: 'signal' } } },
    ]);
  });

  it('give up a start that does not end when the run ends', async () => {
    const first = new FakeHost(described({ a: { X: '1' } }));
    const host = withEnvironments(
      first,
      (_variables, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('given up')));
        }),
    );
    host.launch([attempt('a', '2')]);
    await host[Symbol.asyncDispose]();
    expect(first.said).toEqual(['end']);
  });
});

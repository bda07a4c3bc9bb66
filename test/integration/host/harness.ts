/** Starts real hosts on the flows of this folder and drives single attempts through them. */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPythonHost, type PythonHost } from '../../../runner/compute/local';
import type { ComputeEvent } from '../../../runner/compute/compute';
import type {
  AttemptEndedReply,
  AttemptId,
  AttemptRequest,
  ParametersRequest,
} from '../../../runner/compute/protocol';
import { runtimeFolder } from '../../../runner/compute/runtimeFolder';

export const python = process.env['FLOWDECK_TEST_PYTHON'] ?? '/usr/bin/python3';
/** Has numpy and pandas. */
export const scientificPython = path.resolve(import.meta.dirname, '../../../.venv-test/bin/python');

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly flow?: string;
  readonly argv?: readonly string[];
  readonly python?: string;
}

/** A file of `flows/`, or an absolute path. */
export function flowFile(name: string): string {
  return path.resolve(import.meta.dirname, 'flows', name);
}

/** One host in a folder of its own; everything is gone after disposal. */
export class TestHost implements AsyncDisposable {
  readonly events: ComputeEvent[] = [];
  private tasks = 1;
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly host: PythonHost,
    readonly folder: string,
    private readonly written: readonly string[],
  ) {}

  static async start(file: string, options: StartOptions = {}): Promise<TestHost> {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'flowdeck host ')));
    const written: string[] = [];
    try {
      const host = await startPythonHost({
        python: options.python ?? python,
        runtimeFolder: runtimeFolder(),
        file: flowFile(file),
        flow: options.flow,
        argv: options.argv ?? [],
        cwd: folder,
        env: { ...process.env, ...options.env },
        onOutput: (stream, bytes) => written.push(`${stream}: ${Buffer.from(bytes).toString()}`),
      });
      const test = new TestHost(host, folder, written);
      host.onEvent((event) => test.take(event));
      return test;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  parameters(values: ParametersRequest['values'] = {}): Promise<AttemptEndedReply> {
    return this.host.storeParameters({
      type: 'parameters',
      run: {
        flow: this.host.described.description.name,
        run: '1',
        datastore: { type: 'local', root: path.join(this.folder, '.metaflow') },
        user: 'tester',
        tags: [],
        systemTags: [],
        originRunId: null,
      },
      attempt: { step: '_parameters', task: String(this.tasks++), attempt: 0 },
      values,
    });
  }

  /** A request that nobody has sent yet. Its input is the `_parameters` task unless told otherwise. */
  request(step: string, inputs?: readonly AttemptId[], splitIndex?: number): AttemptRequest {
    const task = String(++this.tasks);
    return {
      step,
      task,
      attempt: 0,
      createdAt: Date.now(),
      inputs: (inputs ?? [{ step: '_parameters', task: '1' }]).map((input) => ({
        step: input.step,
        task: input.task,
      })),
      ...(splitIndex === undefined ? {} : { splitIndex }),
      userAttempts: 1,
      stdout: this.file(task, 'stdout'),
      stderr: this.file(task, 'stderr'),
    };
  }

  /** Runs one attempt to its end. */
  async run(step: string, inputs?: readonly AttemptId[]): Promise<AttemptEndedReply> {
    const request = this.request(step, inputs);
    this.host.launch([request]);
    return this.ended(request);
  }

  async ended({ step, task }: AttemptId): Promise<AttemptEndedReply> {
    const found = () =>
      this.events.find(
        (event): event is AttemptEndedReply =>
          event.type === 'attempt_ended' && event.step === step && event.task === task,
      );
    await this.until(() => found() !== undefined || this.lost !== undefined);
    const end = found();
    if (end === undefined) throw new Error(`host lost: ${this.lost ?? ''}`);
    return end;
  }

  async started({ task }: AttemptId): Promise<number> {
    const found = () =>
      this.events.find((event) => event.type === 'attempt_started' && event.task === task);
    await this.until(() => found() !== undefined);
    const event = found();
    return event?.type === 'attempt_started' ? event.pid : 0;
  }

  /** What the host printed outside of tasks. */
  get output(): string {
    return this.written.join('');
  }

  get lost(): string | undefined {
    return this.events.find((event) => event.type === 'lost')?.message;
  }

  /** Resolves when an event has made `condition` true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  log({ task }: AttemptId, stream: 'stdout' | 'stderr' = 'stdout'): Promise<string> {
    return readFile(this.file(task, stream), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private file(task: string, stream: string): string {
    return path.join(this.folder, `${task}.${stream}`);
  }

  private take(event: ComputeEvent): void {
    this.events.push(event);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process is gone; the test's own time limit ends it. */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits for a line in a file that a task writes. */
export async function firstLine(read: () => Promise<string>): Promise<string> {
  for (;;) {
    const text = await read().catch(() => '');
    const end = text.indexOf('\n');
    if (end !== -1) return text.slice(0, end);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A Python host as a process: spawns it, reads and writes its lines, and sees it end. Knows no meaning of messages. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pythonEnvironment } from './environment';
import type { HostExit, HostLink } from './hostLink';
import { LineSplitter } from './lines';
import type { HostRequest } from './protocol';

export interface HostProcessOptions {
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Flags of the interpreter: `-O`, `-W error`. */
  readonly flags?: readonly string[] | undefined;
  /** The folder that holds `metaflow/`. */
  readonly runtimeFolder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the host prints outside of tasks: the flow's import. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) | undefined;
}

const LAST_WORDS = 4096;
const LAST_REPLY_MS = 500;

export class HostProcess implements HostLink {
  onLine: (line: string) => void = () => undefined;
  readonly exited: Promise<HostExit>;
  private readonly child: ChildProcess;
  private readonly requests: Writable;
  private lastWords = '';

  constructor(options: HostProcessOptions) {
    const boot = path.join(options.runtimeFolder, 'metaflow', '_host', 'boot.py');
    this.child = spawn(options.python, [...(options.flags ?? []), boot], {
      cwd: options.cwd,
      env: { ...pythonEnvironment(options.env), FLOWDECK_PROTOCOL: '3,4' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      // A session of its own: Ctrl-C in a terminal reaches the runner alone, which then decides.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.requests = this.child.stdio[3] as Writable;
    // The process may end before it reads everything; its end is what counts.
    this.requests.on('error', () => undefined);
    this.readReplies(this.child.stdio[4] as Readable);
    this.readOutput(options.onOutput);
    this.exited = this.waitForExit();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  send(request: HostRequest): void {
    if (this.requests.writable) this.requests.write(`${JSON.stringify(request)}\n`);
  }

  endRequests(): void {
    this.requests.end();
  }

  kill(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
  }

  private readReplies(replies: Readable): void {
    const splitter = new LineSplitter();
    replies.on('data', (chunk: Buffer) => {
      for (const line of splitter.push(chunk)) this.onLine(line);
    });
    replies.on('error', () => undefined);
  }

  private readOutput(onOutput: HostProcessOptions['onOutput']): void {
    for (const stream of ['stdout', 'stderr'] as const)
      this.child[stream]?.on('data', (bytes: Buffer) => {
        if (stream === 'stderr')
          this.lastWords = (this.lastWords + bytes.toString('utf8')).slice(-LAST_WORDS);
        onOutput?.(stream, bytes);
      });
  }

  private waitForExit(): Promise<HostExit> {
    return new Promise((resolve) => {
      this.child.once('error', (spawnError: NodeJS.ErrnoException) => {
        resolve({ code: null, signal: null, lastWords: '', spawnError });
      });
      // Not 'close': what a task left behind may hold stdout open for long.
      this.child.once('exit', (code, signal) => {
        const finish = () => resolve({ code, signal, lastWords: this.lastWords });
        const replies = this.child.stdio[4] as Readable;
        if (replies.readableEnded || replies.destroyed) finish();
        else replies.once('close', finish);
        // A process that the import forked may hold even this pipe open.
        setTimeout(finish, LAST_REPLY_MS).unref();
      });
    });
  }
}

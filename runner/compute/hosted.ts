/**
 * The host that started this very process: `python flow.py run` is the host of its run and has started the runner
 * with two pipes, whose numbers it gave on the command line.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { connect, Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { HostExit, HostLink } from './hostLink';
import { withEnvironments } from './hostPool';
import { LineSplitter } from './lines';
import { firstReply, LinkedHost, startFurtherHost, type PythonHost } from './local';
import type { HostRequest } from './protocol';
import { FlowRefusedError } from './refused';
import { runtimeFolder } from './runtimeFolder';

/** Two descriptors, or (where descriptors can't be passed on) a port of this machine with a word that proves who calls. */
export type HostedPlace =
  | { readonly read: number; readonly write: number }
  | { readonly port: number; readonly token: string };

/**
 * The host, once it has described its flow.
 *
 * @param onSignal a signal reached it, which leaves to us what comes of it
 * @throws FlowRefusedError; FlowdeckError `host-lost`, when Python has ended
 */
export async function attachToHost(
  place: HostedPlace,
  onSignal: (signal: string) => void,
): Promise<PythonHost> {
  const link = new HostedLink(...openStreams(place));
  const answer = await firstReply(link, 'python');
  if (answer.type === 'refused') throw new FlowRefusedError(answer);
  const { executable } = answer.python;
  const host = new LinkedHost(link, answer, executable);
  host.onSignal = onSignal;
  const further = {
    python: executable,
    runtimeFolder: runtimeFolder(),
    file: answer.description.file,
    argv: answer.argv ?? [],
    cwd: process.cwd(),
    env: process.env,
  };
  return withEnvironments(host, (variables, signal) =>
    startFurtherHost({ ...further, signal }, answer, variables),
  );
}

function openStreams(place: HostedPlace): [Readable, Writable] {
  if ('port' in place) {
    const socket = connect(place.port, '127.0.0.1');
    socket.write(`${place.token}\n`);
    return [socket, socket];
  }
  return [openPipe(place.read, 'r'), openPipe(place.write, 'w')];
}

/** Pipes as sockets, which the event loop watches; whatever else a descriptor may be, as files. */
function openPipe(fd: number, mode: 'r'): Readable;
function openPipe(fd: number, mode: 'w'): Writable;
function openPipe(fd: number, mode: 'r' | 'w'): Readable | Writable {
  try {
    return new Socket({ fd, readable: mode === 'r', writable: mode === 'w' });
  } catch {
    return mode === 'r'
      ? createReadStream('', { fd })
      : createWriteStream('', { fd, autoClose: true });
  }
}

class HostedLink implements HostLink {
  onLine: (line: string) => void = () => undefined;
  readonly exited: Promise<HostExit>;
  readonly pid = process.ppid;
  #letGo: () => void = () => undefined;

  constructor(
    replies: Readable,
    private readonly requests: Writable,
  ) {
    this.exited = new Promise((resolve) => {
      this.#letGo = () => resolve({ code: null, signal: null, lastWords: '' });
    });
    const splitter = new LineSplitter();
    replies.on('data', (chunk: Buffer) => {
      for (const line of splitter.push(chunk)) this.onLine(line);
    });
    for (const event of ['end', 'close', 'error']) replies.on(event, () => this.#letGo());
    // The process may end before it reads everything; its end is what counts.
    requests.on('error', () => undefined);
  }

  send(request: HostRequest): void {
    if (this.requests.writable) this.requests.write(`${JSON.stringify(request)}\n`);
  }

  endRequests(): void {
    this.requests.end();
  }

  /** It waits for our exit code: when its requests end, it ends its tasks, and we need not wait for that. */
  kill(): void {
    this.requests.destroy();
    this.#letGo();
  }
}

/** Asks an interpreter what it is, by running it. */
import { execFile } from 'node:child_process';

export interface Interpreter {
  /** Absolute path. */
  readonly path: string;
  readonly version: readonly [number, number, number];
  /** Root folder of the environment. */
  readonly prefix: string;
  /** A venv: its prefix isn't the one of the interpreter that it was made from. */
  readonly isVenv: boolean;
}

export type Probe =
  | { readonly ok: true; readonly interpreter: Interpreter }
  | { readonly ok: false; readonly reason: ProbeFailure };

export type ProbeFailure =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-old'; readonly version: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The oldest Python that the runtime runs on. */
const OLDEST = [3, 9] as const;
/** A cold interpreter on a network drive; the Windows store's place-holder never answers. */
const TIMEOUT = 15_000;

const QUESTION = [
  'import sys, json',
  'print(json.dumps([list(sys.version_info[:3]), sys.executable, sys.prefix, sys.prefix != sys.base_prefix]))',
].join('\n');

/** What the interpreter's answer means; exported for its test. */
export function readAnswer(command: string, answer: string): Probe {
  const [version, executable, prefix, isVenv] = JSON.parse(answer) as [
    [number, number, number],
    string | null,
    string,
    boolean,
  ];
  const [major, minor] = version;
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { ok: false, reason: { kind: 'too-old', version: version.join('.') } };
  }
  return {
    ok: true,
    interpreter: {
      path: executable === null || executable === '' ? command : executable,
      version,
      prefix,
      isVenv,
    },
  };
}

/**
 * @param command An absolute path or a command on PATH.
 */
export function probePython(command: string): Promise<Probe> {
  return new Promise((resolve) => {
    // -I: neither PYTHON* variables nor the current folder can change what runs.
    execFile(
      command,
      ['-I', '-c', QUESTION],
      { timeout: TIMEOUT, windowsHide: true },
      (error, stdout, stderr) => {
        if (error) {
          const missing = error.code === 'ENOENT' || error.code === 9009;
          const message = stderr.trim().split('\n').at(-1) || error.message;
          const reason = missing
            ? { kind: 'not-found' as const }
            : { kind: 'failed' as const, message };
          resolve({ ok: false, reason });
          return;
        }
        try {
          resolve(readAnswer(command, stdout));
        } catch {
          resolve({
            ok: false,
            reason: { kind: 'failed', message: `unexpected answer: ${stdout.slice(0, 80)}` },
          });
        }
      },
    );
  });
}

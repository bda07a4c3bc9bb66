/** Lets Python load a flow's file and describe it; nothing runs but the file itself. */
import path from 'node:path';
import { startPythonHost } from '../compute/local';
import type { Described } from '../compute/protocol';
import { findPython } from '../compute/python';
import { runtimeFolder } from '../compute/runtimeFolder';

export interface DescribeOptions {
  readonly flow?: string;
  readonly python?: string;
}

/** @throws FlowdeckError `python-not-found`, and what the host says of a file that cannot be loaded. */
export async function describeFlow(file: string, options: DescribeOptions): Promise<Described> {
  const { env } = process;
  const cwd = process.cwd();
  const settingOrigin = '--python';
  const python = (await findPython({ setting: options.python, settingOrigin, cwd, env })).path;
  await using host = await startPythonHost({
    python,
    runtimeFolder: runtimeFolder(),
    file: path.resolve(cwd, file),
    ...(options.flow === undefined ? {} : { flow: options.flow }),
    argv: [],
    cwd,
    env,
  });
  return host.described;
}

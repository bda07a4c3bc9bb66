/** Everything up to the moment a run exists: the flow is described and checked, its command line read. Nothing is stored. */
import type { PythonHost } from '../compute/local';
import type { FlowCommand } from '../compute/protocol';
import { resolveUser } from '../datastore/roots';
import { FlowdeckError } from '../errors';
import { checkFlow, SPUN } from '../flow/rules/index';
import { takeSnapshot, type CodeSnapshot } from '../snapshot/codePackage';
import { cancelledEarly, invalidFlow } from './problems';
import type { RunRequest, RunSignals } from './request';

export interface Prepared {
  readonly host: PythonHost;
  /** What the command line asks for, as Python read it. */
  readonly command: FlowCommand;
  readonly snapshot: CodeSnapshot;
  readonly user: string;
}

/** @throws FlowdeckError for a flow that can't be executed or isn't valid, and for wrong arguments. */
export async function prepareRun(
  starting: Promise<PythonHost>,
  { file, cwd, env }: RunRequest,
  signals: RunSignals,
): Promise<Prepared> {
  const user = resolveUser(env, cwd);
  // While Python starts.
  const snapshotting = takeSnapshot({ file, user, cwd, env });
  // When the host does not start, nobody asks for the snapshot any more.
  snapshotting.catch(() => undefined);
  const host = await starting.catch((error: unknown) => {
    throw signals.stop.aborted ? cancelledEarly() : error;
  });
  if (signals.stop.aborted) throw cancelledEarly();
  const { description, command } = host.described;
  if (!command) throw unread();
  const findings = checkFlow(description, command.spin && SPUN).filter(
    ({ severity }) => severity === 'error',
  );
  const [first, ...others] = findings;
  if (first) throw invalidFlow(description, first, others.length);
  return { host, command, snapshot: await snapshotting, user };
}

function unread(): FlowdeckError {
  return new FlowdeckError({
    code: 'host-protocol',
    message: 'The Python process of the run described the flow without reading its command line',
    remedy: 'Report this: it is a fault of Flowdeck.',
  });
}

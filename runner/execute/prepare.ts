/** Everything up to the moment a run exists: the flow is checked, its arguments are read. Nothing is stored. */
import type { PythonHost } from '../compute/local';
import { resolveUser } from '../datastore/roots';
import { parseFlowArguments } from '../flow/parameters';
import { checkFlow } from '../flow/rules/index';
import { takeSnapshot, type CodeSnapshot } from '../snapshot/codePackage';
import { cancelledEarly, invalidFlow } from './problems';
import type { RunRequest, RunSignals } from './request';

export interface Prepared {
  readonly host: PythonHost;
  readonly snapshot: CodeSnapshot;
  readonly user: string;
  /** Texts by parameter name, as given. */
  readonly values: { readonly [name: string]: string };
}

/** @throws FlowdeckError for a flow that can't be executed or isn't valid, and for wrong arguments. */
export async function prepareRun(
  starting: Promise<PythonHost>,
  { file, argv, cwd, env }: RunRequest,
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
  const { description } = host.described;
  const findings = checkFlow(description).filter(({ severity }) => severity === 'error');
  const [first, ...others] = findings;
  if (first) throw invalidFlow(description, first, others.length);
  const values = parseFlowArguments(description, argv);
  return { host, snapshot: await snapshotting, user, values };
}

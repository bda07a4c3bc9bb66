/** From what a person typed to a run: in the nearest datastore, `latest` or a flow alone for the newest run. */
import { openDatastore, type Datastore } from '../datastore/datastore';
import { findLocalRoot } from '../datastore/roots';
import { parsePathspec } from '../datastore/pathspec';
import { FlowdeckError } from '../errors';
import { closest } from '../flow/closest';
import type { RunRef } from '../runs/model';

const LATEST = 'latest';

export interface FoundPlace {
  readonly ds: Datastore;
  readonly ref: RunRef;
  /** As far as they were given. */
  readonly step?: string;
  readonly task?: string;
  readonly artifact?: string;
}

/** @throws FlowdeckError `datastore-not-found`. */
export function nearestDatastore(cwd = process.cwd(), env = process.env): Datastore {
  const root = findLocalRoot(cwd, env);
  if (root === undefined) {
    throw new FlowdeckError({
      code: 'datastore-not-found',
      message: 'There are no runs here: no .metaflow folder in this folder or above it',
      where: { file: cwd },
      remedy: 'Go to the folder of your flows, or run one first with “flowdeck run FILE”.',
    });
  }
  return openDatastore(root);
}

/** @throws FlowdeckError `pathspec-invalid`, `datastore-not-found`, `flow-not-found`, `run-not-found`. */
export async function findPlace(text: string): Promise<FoundPlace> {
  const pathspec = parsePathspec(text);
  const ds = nearestDatastore();
  const flow = await knownFlow(ds, pathspec.flow);
  const asked = 'run' in pathspec ? pathspec.run : LATEST;
  const run = asked === LATEST ? await newestRun(ds, flow) : await knownRun(ds, flow, asked);
  return {
    ds,
    ref: { root: ds.root, flow, run },
    ...('step' in pathspec ? { step: pathspec.step } : {}),
    ...('task' in pathspec ? { task: pathspec.task } : {}),
    ...('artifact' in pathspec ? { artifact: pathspec.artifact } : {}),
  };
}

/** `Flow/run`, or a run id alone when only one flow has it. @throws FlowdeckError `run-ambiguous` and as `findPlace`. */
export async function findRun(text: string): Promise<RunRef> {
  if (text.includes('/')) return (await findPlace(text)).ref;
  const ds = nearestDatastore();
  const flows = await ds.metadata.flows();
  if (flows.includes(text)) return (await findPlace(text)).ref;
  const having: string[] = [];
  for (const flow of flows) if (await ds.metadata.run(flow, text)) having.push(flow);
  const [flow] = having;
  if (flow === undefined) throw runNotFound(text, ds);
  if (having.length > 1) {
    throw new FlowdeckError({
      code: 'run-ambiguous',
      message: `Several flows have a run ${text}: ${having.join(', ')}`,
      remedy: `Write ${flow}/${text}.`,
    });
  }
  return { root: ds.root, flow, run: text };
}

export async function knownFlow(ds: Datastore, flow: string): Promise<string> {
  const flows = await ds.metadata.flows();
  if (flows.includes(flow)) return flow;
  const meant = closest(flow, flows);
  throw new FlowdeckError({
    code: 'flow-not-found',
    message: `There are no runs of ${flow} here`,
    where: { file: ds.root },
    remedy:
      meant !== undefined
        ? `Did you mean ${meant}?`
        : flows.length > 0
          ? `There are runs of ${flows.join(', ')}.`
          : 'Run a flow first with “flowdeck run FILE”.',
  });
}

async function knownRun(ds: Datastore, flow: string, run: string): Promise<string> {
  if (await ds.metadata.run(flow, run)) return run;
  throw runNotFound(`${flow}/${run}`, ds);
}

async function newestRun(ds: Datastore, flow: string): Promise<string> {
  const [newest] = await ds.metadata.runs(flow);
  if (!newest) throw runNotFound(`${flow}/${LATEST}`, ds);
  return newest.run;
}

function runNotFound(text: string, ds: Datastore): FlowdeckError {
  return new FlowdeckError({
    code: 'run-not-found',
    message: `There is no run ${text} here`,
    where: { file: ds.root },
    remedy: 'List the runs with “flowdeck runs”.',
  });
}

/** @throws FlowdeckError `step-not-found`. */
export async function knownSteps(found: FoundPlace): Promise<readonly string[]> {
  const { ds, ref, step } = found;
  const steps = await ds.metadata.steps(ref.flow, ref.run);
  if (step === undefined) return steps;
  if (steps.includes(step) || step === '_parameters') return [step];
  const meant = closest(step, steps);
  throw new FlowdeckError({
    code: 'step-not-found',
    message: `The run has no step ${step} (yet)`,
    where: { pathspec: `${ref.flow}/${ref.run}` },
    remedy: meant === undefined ? `It has ${steps.join(', ')}.` : `Did you mean ${meant}?`,
  });
}

/** RunFacts of a run: what lenses and hovers say about it. Pure. */
import type { RunFacts, StepFacts } from '../flow/facts';
import type { RunModel, StepModel } from './model';

export function factsOf(model: RunModel): RunFacts {
  const { root, flow, run } = model.ref;
  return {
    flow,
    ...(model.description === undefined ? {} : { file: model.description.file }),
    run: {
      root,
      id: run,
      state: model.state,
      startedAt: model.startedAt,
      ...(model.endedAt === undefined ? {} : { duration: model.endedAt - model.startedAt }),
    },
    steps: Object.fromEntries(model.steps.map((step) => [step.name, stepFacts(step)])),
  };
}

function stepFacts(step: StepModel): StepFacts {
  const { counts, expected, startedAt, endedAt } = step;
  return {
    state: step.state,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(startedAt === undefined || endedAt === undefined ? {} : { duration: endedAt - startedAt }),
    tasks: {
      done: counts.succeeded + counts.caught,
      failed: counts.failed,
      ...(expected === undefined ? {} : { expected }),
    },
  };
}

/** The place that a completion is asked for, and the flow and step that it stands in. */
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type { StepArtifacts } from '../../../runner/analysis/artifacts/model';
import { cursorAt, type Cursor } from '../../../runner/analysis/cursor/cursor';
import { metaflowName } from '../../../runner/analysis/meaning/names';
import type { FunctionModel } from '../../../runner/analysis/model';
import type { StepDescription } from '../../../runner/flow/description';
import { stepOf } from '../../../runner/flow/graph';
import type { Asked } from '../../asked';

export interface Here {
  readonly asked: Asked;
  readonly cursor: Cursor;
  /** Whose class, or whose base class, the place is in. */
  readonly flow?: AnalysedFlow;
  /** The method around the place, as far as it could be read. */
  readonly method?: FunctionModel;
  /** That method when it is a step. */
  readonly step?: StepDescription;
  /** What the method calls its flow: `self`. */
  readonly self?: string;
  /** What a join calls its inputs. */
  readonly inputs?: string;
  /** What a name means in Metaflow: `mf.retry` → `retry`. */
  readonly meaning: (name: string) => string | undefined;
}

export function hereOf(asked: Asked): Here {
  const cursor = cursorAt(asked.text, asked.position);
  const { scope } = cursor;
  const meaning = (name: string): string | undefined =>
    metaflowName(name, asked.module, asked.resolve);
  const flow = scope.className === undefined ? undefined : flowOf(scope.className, asked);
  if (!flow) return { asked, cursor, meaning };
  if (!scope.method) return { asked, cursor, meaning, flow };
  const { name, parameters } = scope.method;
  const [self = 'self', inputs] = parameters;
  const step = stepOf(flow.description, name);
  const method = methodOf(flow, name, asked.path);
  return {
    asked,
    cursor,
    meaning,
    flow,
    self,
    ...(method ? { method } : {}),
    ...(step ? { step } : {}),
    ...(step && inputs !== undefined ? { inputs } : {}),
  };
}

/** The flow of that name, else one that builds on the class. */
function flowOf(name: string, asked: Asked): AnalysedFlow | undefined {
  const own = asked.flows.find((flow) => flow.description.name === name);
  if (own) return own;
  return [...asked.flows, ...asked.family()].find((flow) =>
    flow.classes.some(({ model, module }) => model.name === name && module.file === asked.path),
  );
}

function methodOf(flow: AnalysedFlow, name: string, file: string): FunctionModel | undefined {
  for (const { module, model } of flow.classes) {
    if (module.file !== file) continue;
    const found = model.members.find((each) => each.kind === 'function' && each.name === name);
    if (found?.kind === 'function') return found;
  }
  return undefined;
}

/** What is known of the artifacts of the step around the place; `undefined` while no way leads there. */
export function artifactsHere({ flow, step }: Here): StepArtifacts | undefined {
  return flow && step && artifactFlow(flow).steps.get(step.name);
}

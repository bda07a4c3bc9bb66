/** The rules about what the artifact flow says. They keep silent while the graph itself is wrong: then nothing is certain. */
import { checkFlow } from '../../flow/rules';
import { lostArtifact } from './lost-artifact';
import { maybeUnsetArtifact } from './maybe-unset-artifact';
import { mergeArguments } from './merge-arguments';
import { mergeConflict } from './merge-conflict';
import type { FlowText, TextFinding, TextRule } from './rule';
import { unknownBranch } from './unknown-branch';
import { unpicklableArtifact } from './unpicklable-artifact';
import { unsetArtifact } from './unset-artifact';
import { unsetCondition } from './unset-condition';
import { unsetForeach } from './unset-foreach';
import { unusedArtifact } from './unused-artifact';

const RULES: readonly TextRule[] = [
  unsetArtifact,
  lostArtifact,
  maybeUnsetArtifact,
  unsetForeach,
  unsetCondition,
  mergeArguments,
  mergeConflict,
  unknownBranch,
  unpicklableArtifact,
  unusedArtifact,
];

export function checkArtifacts(text: FlowText): TextFinding[] {
  if (!isSound(text)) return [];
  const seen = new Set<string>();
  return RULES.flatMap((rule) => rule(text)).filter(({ code, file, range, step }) => {
    // A method that a step calls twice is told of once.
    const key = [code, file, range?.start.line, range?.start.character, step].join();
    return !seen.has(key) && seen.add(key);
  });
}

/** What is wrong about these leaves the graph as it is. */
const BESIDES_GRAPH = new Set([
  'catch-on-split',
  'retry-times',
  'timeout-without-time',
  'duplicate-decorator',
  'reserved-parameter-name',
  'reserved-step-name',
  'invalid-step-name',
]);

function isSound({ flow }: FlowText): boolean {
  if (flow.unknown.steps) return false;
  if ([...flow.steps.values()].some(({ model }) => model.next?.valid === false)) return false;
  return checkFlow(flow.description, flow.unknown).every(
    ({ code, severity }) => severity !== 'error' || BESIDES_GRAPH.has(code),
  );
}

import { artifactFlow } from '../artifacts/artifactFlow';
import { flowText } from '../rules/rule';
import { lossOf } from '../rules/unset';
import type { Fix, FixRule } from './fix';
import { assignment, beforeNext, joinAt, readsOf } from './joins';
import { replace, textIn } from './source';
import { selfOf, stepAt } from './steps';

/** Lets the join hand the artifact on, or reads it from an input. */
export const lostArtifact: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const artifact = step && finding.file === step.place.file && textIn(step.source, finding.range);
  if (!step || !artifact || !/^\w+$/.test(artifact)) return [];
  const loss = lossOf(flowText(context.flow), artifact, step.name);
  const join = loss && joinAt(loss.join, context);
  if (!join) return [];
  const reads = readsOf(join, artifact, context);
  if (join.name === step.name) {
    const start = { ...finding.range.start };
    const self = `${selfOf(step.place)}.`;
    const range = {
      start: { ...start, character: start.character - self.length },
      end: finding.range.end,
    };
    if (range.start.character < 0 || textIn(step.source, range) !== self + artifact) return [];
    return reads.map(({ code }) => ({
      title: `Read ${code}`,
      edits: [replace(step.source, range, code)],
      safe: false,
    }));
  }
  const merges = artifactFlow(context.flow).steps.get(join.name)?.merges ?? [];
  const merge = `${selfOf(join.place)}.merge_artifacts(${join.inputs})`;
  const wanted = [
    ...(merges.length === 0
      ? [{ title: `Merge the artifacts in ${join.name}`, statement: merge }]
      : []),
    ...reads.map(({ from, code }) => ({
      title:
        from === undefined
          ? `Keep ${artifact} of the first input in ${join.name}`
          : `Keep ${artifact} of ${from} in ${join.name}`,
      statement: assignment(join, artifact, code),
    })),
  ];
  return wanted.flatMap(({ title, statement }): Fix[] => {
    const edit = beforeNext(join, statement);
    return edit ? [{ title, edits: [edit], safe: false }] : [];
  });
};

import type { Fix, FixRule } from './fix';
import { assignment, joinAt, readsOf } from './joins';
import { insertStatement, replace, sourceOf, textIn } from './source';

/** Takes the value of one branch, or leaves the artifact out of the merge. */
export const mergeConflict: FixRule = (finding, context) => {
  const join = finding.step === undefined ? undefined : joinAt(finding.step, context);
  const [other] = finding.related ?? [];
  const artifact = other && nameAt(other);
  if (!join || artifact === undefined || finding.file !== join.place.file) return [];
  const call = textIn(join.source, finding.range);
  const kept = readsOf(join, artifact, context).flatMap(({ from, code }): Fix[] => [
    {
      title: `Keep ${artifact} of ${from ?? 'the first input'}`,
      edits: [insertStatement(join.source, finding.range.start, assignment(join, artifact, code))],
      safe: false,
    },
  ]);
  const shorter = withoutArtifact(call, artifact);
  if (shorter === undefined) return kept;
  const edits = [replace(join.source, finding.range, shorter)];
  return [...kept, { title: `Leave ${artifact} out of the merge`, edits, safe: false }];

  function nameAt({ file, range }: NonNullable<typeof other>): string | undefined {
    const source = sourceOf(file, context);
    const name = source && textIn(source, range);
    return name !== undefined && /^\w+$/.test(name) ? name : undefined;
  }
};

/** `merge_artifacts(inputs)` and `merge_artifacts(inputs, exclude=['a'])` with one name more. */
function withoutArtifact(call: string, artifact: string): string | undefined {
  if (/\(\s*\w+\s*\)$/.test(call)) return call.replace(/\s*\)$/, `, exclude=['${artifact}'])`);
  const list = /(exclude\s*=\s*\[[^\]]*[^\]\s,])(,?\s*\]\s*,?\s*\))$/.exec(call);
  if (!list) return undefined;
  return `${call.slice(0, list.index)}${list[1] ?? ''}, '${artifact}'${list[2] ?? ''}`;
}

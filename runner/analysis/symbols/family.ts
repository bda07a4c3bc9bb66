/** Flows that belong together, because they share classes or share them with flows that do. */
import type { AnalysedFlow } from '../analyse';
import type { ClassModel } from '../model';

/**
 * @param classes where it begins: those of a module, which need not be flows themselves
 * @param all every flow that is known
 */
export function familyAround(
  classes: Iterable<ClassModel>,
  all: readonly AnalysedFlow[],
): AnalysedFlow[] {
  const reached = new Set(classes);
  const family = new Set<AnalysedFlow>();
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const flow of all) {
      if (family.has(flow) || !flow.classes.some(({ model }) => reached.has(model))) continue;
      family.add(flow);
      for (const { model } of flow.classes) reached.add(model);
    }
  }
  return [...family];
}

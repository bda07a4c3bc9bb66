/** What Metaflow itself reads at `self.next(…)`: the list of a foreach, the condition of a switch. */
import type { TextRule } from './rule';
import { lossOf, remedyFor, severityOf, unsetReads } from './unset';

export function unsetSplit(by: 'foreach' | 'condition', code: string, does: string): TextRule {
  return (text) =>
    unsetReads(text)
      .filter((read) => read.by === by)
      .map((read) => {
        const loss = lossOf(text, read.name, read.step);
        return {
          code,
          severity: severityOf(text, read),
          message: `Step ${read.step} ${does} ${read.name}, which nothing sets before`,
          remedy: loss
            ? `It is lost at join ${loss.join}: call self.merge_artifacts(inputs) there, or set it again.`
            : remedyFor(text, read),
          step: read.step,
          file: read.file,
          range: read.range,
        };
      });
}

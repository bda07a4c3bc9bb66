/** Asks the rules about every flow of some files, as the editor does, with the settings of each file's project. */
import type { AnalysedFlow } from '../../analysis/analyse';
import type { PlacedFinding } from '../../analysis/check';
import { fixesOf, type Fix } from '../../analysis/fixes';
import type { FlowFiles } from '../../workspace/flowFiles';

/** A finding with what would mend it without asking. */
export interface Inspected {
  readonly finding: PlacedFinding;
  readonly fix?: Fix;
}

export interface Inspection {
  /** By file, then in the order of the text; each place once, however many flows share it. */
  readonly inspected: readonly Inspected[];
  readonly flows: number;
}

export class Inspector {
  private readonly texts = new Map<string, string | undefined>();

  constructor(private readonly files: FlowFiles) {}

  /** @param paths absolute */
  async inspect(paths: readonly string[]): Promise<Inspection> {
    this.texts.clear();
    const flows = paths.flatMap((file) => this.files.flowsAt(file));
    const found = new Map<string, Inspected>();
    for (const flow of flows) {
      for (const each of await this.inspectFlow(flow)) {
        const { file, range, code, message } = each.finding;
        const key = JSON.stringify([file, range, code, message]);
        if (!found.has(key)) found.set(key, each);
      }
    }
    return { inspected: [...found.values()].sort(byPlace), flows: flows.length };
  }

  private async inspectFlow(flow: AnalysedFlow): Promise<readonly Inspected[]> {
    const { file } = flow.description;
    const findings = this.files.carefully(file, () => [...this.files.findings(flow)]);
    if (findings.length === 0 || (await this.isOnlyBase(flow))) return [];
    const context = { flow, textOf: (file: string) => this.textOf(file) };
    return findings.map((finding) => {
      const [fix] = this.files.carefully(file, () =>
        fixesOf(finding, context).filter(({ safe }) => safe),
      );
      return fix ? { finding, fix } : { finding };
    });
  }

  /** Read once an inspection, however many findings ask for it. */
  private textOf(file: string): string | undefined {
    if (!this.texts.has(file)) this.texts.set(file, this.files.modules.textOf(file));
    return this.texts.get(file);
  }

  /** Heirs may lie anywhere in the project: it is searched only when there is something to forgive. */
  private async isOnlyBase(flow: AnalysedFlow): Promise<boolean> {
    if (flow.instantiated) return false;
    await this.files.search(this.files.modules.roots);
    return this.files.isBase(flow);
  }
}

function byPlace({ finding: a }: Inspected, { finding: b }: Inspected): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const from = a.range.start;
  const to = b.range.start;
  return from.line - to.line || from.character - to.character;
}

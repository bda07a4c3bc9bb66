/** `flowdeck runs`: a table of runs, newest first. */
import path from 'node:path';
import { formatDuration, formatWhen } from '../../drawing/format';
import { lookOf } from '../../drawing/states';
import { RunIndex } from '../../runs/index';
import type { RunSummary } from '../../runs/model';
import { OpenRuns } from '../../runs/openRuns';
import { EXIT } from '../failure';
import { knownFlow, nearestDatastore } from '../findRun';
import { invocation } from '../invocation';
import { paintSign } from '../progress/stepLines';
import { tableLines } from '../table';
import type { Terminal } from '../terminal';

export interface RunsOptions {
  readonly limit: number;
  readonly json?: boolean;
}

export async function runsCommand(
  flowOrFile: string | undefined,
  options: RunsOptions,
  terminal: Terminal,
): Promise<number> {
  const ds = nearestDatastore();
  using runs = new OpenRuns();
  using index = new RunIndex(runs);
  index.setRoots([ds.root]);
  await index.update();
  const file = flowOrFile?.endsWith('.py') === true ? path.resolve(flowOrFile) : undefined;
  const flow = flowOrFile === undefined || file !== undefined ? undefined : flowOrFile;
  if (flow !== undefined) await knownFlow(ds, flow);
  const shown = await firstRuns(index, { flow, file, limit: options.limit });
  terminal.out(options.json === true ? jsonText(shown) : tableText(shown, terminal));
  return EXIT.ok;
}

interface Selected {
  readonly runs: readonly RunSummary[];
  /** How many there are in all. */
  readonly total: number;
}

async function firstRuns(
  index: RunIndex,
  { flow, file, limit }: { flow: string | undefined; file: string | undefined; limit: number },
): Promise<Selected> {
  if (file === undefined) return index.page({ flow, offset: 0, limit });
  // Which file a run came from only its record tells: all of them are looked at.
  const { runs } = await index.page({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const ofFile = runs.filter((run) => run.file === file);
  return { runs: ofFile.slice(0, limit), total: ofFile.length };
}

function jsonText({ runs, total }: Selected): string {
  return `${JSON.stringify({ runs, total }, undefined, 2)}\n`;
}

function tableText({ runs, total }: Selected, terminal: Terminal): string {
  if (runs.length === 0) return `No runs yet. Start one with “${invocation()} run FILE”.\n`;
  const now = Date.now();
  const lines = tableLines(
    runs.map((run) => [
      `  ${stateText(run)}`,
      `${run.ref.flow}/${run.ref.run}`,
      formatWhen(run.startedAt, now),
      durationText(run, now),
      `${run.done}/${run.expected}`,
      [run.user, ...run.tags].join(' '),
    ]),
    { width: terminal.columns, right: [3, 4] },
  );
  // The sign is put where two spaces were left for it, so that colour does not count as width.
  const signed = lines.map((line, index) => {
    const run = runs[index];
    return run ? `${paintSign(run.state, terminal.style)} ${line.slice(2)}` : line;
  });
  const more = total - runs.length;
  const rest = more > 0 ? [terminal.style('dim', `… and ${more} older (--limit)`)] : [];
  return `${[...signed, ...rest].join('\n')}\n`;
}

function stateText(run: RunSummary): string {
  const word = lookOf(run.state).word;
  return run.failedAt === undefined ? word : `${word} at ${run.failedAt}`;
}

function durationText(run: RunSummary, now: number): string {
  const end = run.endedAt ?? (run.state === 'running' ? now : undefined);
  return end === undefined ? '–' : formatDuration(end - run.startedAt);
}

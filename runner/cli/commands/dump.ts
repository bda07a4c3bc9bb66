/** `flowdeck dump`: artifacts, read without executing what they hold. */
import { formatSize } from '../../drawing/format';
import { isPublicArtifact, type TaskPath } from '../../datastore/layout';
import { preview, repr, toJson, typeName } from '../../datastore/pickle';
import { readArtifact, readArtifactRows, readTaskRecord } from '../../datastore/tasks';
import { FlowdeckError } from '../../errors';
import type { Json } from '../../flow/description';
import type { ArtifactRow } from '../../runs/model';
import { EXIT } from '../failure';
import { findPlace, knownSteps, type FoundPlace } from '../findRun';
import { shortType, tableLines } from '../table';
import type { Terminal } from '../terminal';

export interface DumpOptions {
  readonly private?: boolean;
  readonly json?: boolean;
}

interface TaskArtifacts {
  readonly step: string;
  readonly task: string;
  readonly rows: readonly ArtifactRow[];
}

export async function dumpCommand(
  pathspec: string,
  options: DumpOptions,
  terminal: Terminal,
): Promise<number> {
  const found = await findPlace(pathspec);
  if (found.artifact !== undefined) return dumpArtifact(found, found.artifact, options, terminal);
  const tasks = await tasksToDump(found, options);
  if (options.json === true) {
    const values = await Promise.all(tasks.map((task) => jsonOf(found, task)));
    terminal.out(`${JSON.stringify(values, undefined, 2)}\n`);
  } else {
    for (const task of tasks) terminal.out(tableText(found, task, terminal));
  }
  return EXIT.ok;
}

async function dumpArtifact(
  found: FoundPlace,
  name: string,
  options: DumpOptions,
  terminal: Terminal,
): Promise<number> {
  const { ds, ref, step = '', task = '' } = found;
  const record = await readTaskRecord(ds, { flow: ref.flow, run: ref.run, step, task });
  const key = record?.objects.get(name)?.key;
  if (key === undefined) {
    throw new FlowdeckError({
      code: 'artifact-not-found',
      message: `The task has no artifact ${name}`,
      where: { pathspec: `${ref.flow}/${ref.run}/${step}/${task}` },
      remedy: 'Leave the name away to see what it has.',
    });
  }
  const value = await readArtifact(ds, ref.flow, key);
  const text = options.json === true ? JSON.stringify(toJson(value), undefined, 2) : repr(value);
  terminal.out(`${text}\n`);
  return EXIT.ok;
}

/** A run alone stands for what it came to: its last step. */
async function tasksToDump(
  found: FoundPlace,
  options: DumpOptions,
): Promise<readonly TaskArtifacts[]> {
  const { ds, ref } = found;
  const steps = found.step === undefined ? [await lastStep(found)] : await knownSteps(found);
  const tasks: TaskArtifacts[] = [];
  for (const step of steps) {
    const ids = await ds.metadata.tasks(ref.flow, ref.run, step);
    const wanted = ids.filter(({ task }) => found.task === undefined || found.task === task);
    if (found.task !== undefined && wanted.length === 0) throw notFound(found);
    for (const { task } of wanted) {
      const place = { flow: ref.flow, run: ref.run, step, task };
      tasks.push({ step, task, rows: await rowsOf(found, place, options) });
    }
  }
  return tasks;
}

async function rowsOf(
  { ds }: FoundPlace,
  place: TaskPath,
  options: DumpOptions,
): Promise<readonly ArtifactRow[]> {
  const rows = await readArtifactRows(ds, place);
  if (options.private !== true) return rows;
  const record = await readTaskRecord(ds, place);
  const hidden = [...(record?.objects ?? [])].filter(([name]) => !isPublicArtifact(name));
  const shown = await Promise.all(
    hidden.map(async ([name, { key, size = 0 }]): Promise<ArtifactRow> => {
      const value = await readArtifact(ds, place.flow, key);
      return { name, type: typeName(value), size, key, preview: preview(value) };
    }),
  );
  return [...rows, ...shown];
}

/** The end step; of a run that never came there the step that was begun last. */
async function lastStep({ ds, ref }: FoundPlace): Promise<string> {
  const steps = await ds.metadata.steps(ref.flow, ref.run);
  if (steps.includes('end')) return 'end';
  let newest = { step: 'start', createdAt: 0 };
  for (const step of steps) {
    for (const { createdAt } of await ds.metadata.tasks(ref.flow, ref.run, step)) {
      if (createdAt >= newest.createdAt) newest = { step, createdAt };
    }
  }
  return newest.step;
}

async function jsonOf({ ds, ref }: FoundPlace, { step, task, rows }: TaskArtifacts) {
  const artifacts: Record<string, Json> = {};
  for (const row of rows) {
    artifacts[row.name] = await readArtifact(ds, ref.flow, row.key).then(
      (value) => toJson(value),
      (error: unknown) => ({ $problem: error instanceof Error ? error.message : String(error) }),
    );
  }
  return { pathspec: `${ref.flow}/${ref.run}/${step}/${task}`, artifacts };
}

function tableText({ ref }: FoundPlace, task: TaskArtifacts, terminal: Terminal): string {
  const title = `${ref.flow}/${ref.run}/${task.step}/${task.task}`;
  if (task.rows.length === 0) return `${terminal.style('bold', title)}\n  no artifacts\n`;
  const lines = tableLines(
    task.rows.map((row) => [
      row.name,
      shortType(row.type),
      formatSize(row.size),
      row.preview ?? row.problem ?? '',
    ]),
    {
      width: terminal.columns,
      indent: '  ',
      right: [2],
      paint: (cell, _row, column) =>
        column === 1 || column === 2 ? terminal.style('dim', cell) : cell,
    },
  );
  return `${terminal.style('bold', title)}\n${lines.join('\n')}\n`;
}

function notFound({ ref, step = '', task = '' }: FoundPlace): FlowdeckError {
  return new FlowdeckError({
    code: 'task-not-found',
    message: 'There is no such task in this run',
    where: { pathspec: `${ref.flow}/${ref.run}/${step}/${task}` },
    remedy: 'Leave the task away to see all tasks of the step.',
  });
}

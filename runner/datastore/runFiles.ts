/**
 * The files of `F/R/flowdeck/`, which Metaflow's tools ignore: `run.json` (a record of the run, so that its end can be known
 * without the log), `process.json` (who runs it), `events.jsonl` (runner/events.ts), `cancel` (its existence asks the run to stop;
 * the text `now` stops it at once), `spool/` (output of running tasks, removed as they end).
 */
import * as v from 'valibot';
import { FlowDescriptionSchema, type FlowDescription, type Json } from '../flow/description';

export const RUN_FILES = {
  record: 'run.json',
  process: 'process.json',
  events: 'events.jsonl',
  cancel: 'cancel',
  spool: 'spool',
} as const;

// Named, so that what was read is a FlowDescription with its readonly members.
const flowDescription: v.GenericSchema<unknown, FlowDescription> = FlowDescriptionSchema;
const jsonRecord = v.record(
  v.string(),
  v.custom<Json>((value) => value !== undefined),
);

/** Written when the run starts, again when its environment is known, and when it ends. Times are epoch milliseconds. */
export const RunFileSchema = v.object({
  version: v.literal(1),
  flow: v.string(),
  run: v.string(),
  state: v.picklist(['running', 'succeeded', 'failed', 'cancelled']),
  startedAt: v.number(),
  endedAt: v.exactOptional(v.number()),
  user: v.string(),
  file: v.string(),
  workingDirectory: v.string(),
  maxWorkers: v.number(),
  maxNumSplits: v.number(),
  parameters: jsonRecord,
  description: flowDescription,
  python: v.object({
    version: v.string(),
    executable: v.string(),
    platform: v.string(),
    /** `numpy` → `1.26.4`; filled in off the critical path. */
    packages: v.exactOptional(v.record(v.string(), v.string())),
  }),
  git: v.exactOptional(
    v.object({
      commit: v.string(),
      branch: v.exactOptional(v.string()),
      dirty: v.boolean(),
    }),
  ),
  /** The run that it resumes. */
  origin: v.exactOptional(v.string()),
  /** Key of the code package's blob. */
  codePackage: v.exactOptional(v.string()),
  flowdeckVersion: v.string(),
  /** Where it failed: `train/12`, attempt number. */
  failure: v.exactOptional(
    v.object({ step: v.string(), task: v.string(), attempt: v.number(), message: v.string() }),
  ),
  /** Of each step at the end: tasks done and expected. */
  steps: v.exactOptional(
    v.record(v.string(), v.object({ done: v.number(), expected: v.exactOptional(v.number()) })),
  ),
});
export type RunFile = v.InferOutput<typeof RunFileSchema>;

/** Who runs it. A process is the one named here only if host, boot id, pid and start time all match. */
export const ProcessFileSchema = v.object({
  version: v.literal(1),
  host: v.string(),
  /** Linux: /proc/sys/kernel/random/boot_id; elsewhere the boot time. */
  bootId: v.string(),
  pid: v.number(),
  /** Linux: field 22 of /proc/<pid>/stat; elsewhere what `ps` tells, else the empty string. */
  startTime: v.string(),
  /** Epoch milliseconds; renewed every 5 seconds. */
  heartbeat: v.number(),
});
export type ProcessFile = v.InferOutput<typeof ProcessFileSchema>;

/**
 * Contract 3 of 4: what the runner tells a Python host and what comes back; its Python twin is
 * `runner/python/metaflow/_host/protocol.py`. One JSON object a line, UTF-8, over two file descriptors of its own
 * (numbers in FLOWDECK_PROTOCOL=`<read>,<write>`, seen from the host). Task output never travels in it.
 *
 * A conversation: → load (not to a `python flow.py` that is its own host); ← described | refused; → parameters; ← attempt_ended
 * (the `_parameters` task), or → join when that task is there already; → launch …; ← attempt_started, attempt_ended …; → shutdown. When the host's reading end closes, it kills every
 * child's process group and exits.
 */
import * as v from 'valibot';
import { TaskErrorSchema } from '../events';
import { FlowDescriptionSchema, type FlowDescription, type Json } from '../flow/description';
import type { ErrorDetails } from '../errors';
import type { TaskError } from '../runs/model';

export const PROTOCOL_VERSION = 1;

/** A file of the code package, as it was when the run started. Times are nanoseconds as a decimal string (too large for a number). */
export interface SnapshotFile {
  readonly size: number;
  readonly mtimeNs: string;
}

/** First message: everything that the host needs to execute the flow's file. */
export interface LoadRequest {
  readonly type: 'load';
  readonly version: typeof PROTOCOL_VERSION;
  /** Absolute path of the flow's file. */
  readonly file: string;
  /** The class to run; absent: the one that the guard instantiates, or the only one. */
  readonly flow?: string;
  /**
   * What the file sees as `sys.argv[1:]`: a command line of the flow, `['run', '--alpha', '0.1']`. Python reads it, since only it
   * knows the flow's parameters and configs; what it asks for comes back as `Described.command`.
   */
  readonly argv: readonly string[];
}

/** What a command line of a flow asks for. */
export interface FlowCommand {
  readonly command: 'run' | 'resume' | 'spin' | 'check';
  /** By parameter name (not attribute): the texts that were given, on the command line or by `METAFLOW_RUN_<NAME>`. Absent ones take their default. */
  readonly values: { readonly [name: string]: string | readonly string[] };
  readonly tags: readonly string[];
  /** Those that decorators of the flow add (`project:…`, `project_branch:…`). */
  readonly systemTags: readonly string[];
  /** Attempts at once. */
  readonly maxWorkers: number;
  /** Most items of one foreach. */
  readonly maxNumSplits: number;
  /** Bytes kept of each stream of an attempt. */
  readonly maxLogSize: number;
  /** `--quiet`. */
  readonly quiet: boolean;
  /** Gets the run's id as soon as there is one. Absolute, like every path here. */
  readonly runIdFile?: string;
  /** Gets JSON for whoever started this run as a program (Metaflow's Runner). */
  readonly runnerAttributeFile?: string;
  /** The `.metaflow` folder, when `--datastore-root` names one. */
  readonly datastoreRoot?: string;
  readonly resume?: {
    /** Run id; absent: the latest run of the flow. */
    readonly origin?: string;
    /** The step to run again, with everything after it; absent: whatever has not succeeded. */
    readonly step?: string;
    /** Id of the new run; absent: the next one. */
    readonly runId?: string;
    readonly cloneOnly: boolean;
  };
  readonly spin?: {
    readonly step: string;
    /** `run/step/task` whose step is run again; absent: of the latest run. */
    readonly pathspec?: string;
    /** A Python file whose `ARTIFACTS` replace inputs of the step. */
    readonly artifactsModule?: string;
    readonly skipDecorators: boolean;
    readonly persist: boolean;
  };
}

/** The code snapshot that modules load from: sent once it is stored, right before `parameters`. */
export interface SnapshotMessage {
  readonly type: 'snapshot';
  /** Absolute folder that the relative names start from. */
  readonly folder: string;
  /** A gzip tar with those files at its top level. */
  readonly archive: string;
  readonly files: { readonly [relativePath: string]: SnapshotFile };
}

/** Where and as whom to write; sent once the run has its id. Then the host writes the `_parameters` task. */
export interface ParametersRequest {
  readonly type: 'parameters';
  readonly run: RunPlace;
  readonly attempt: AttemptId;
  /** As in `FlowCommand`. */
  readonly values: FlowCommand['values'];
}

/** A run whose `_parameters` task is there already: a resumed one, or a further host of a run that goes on. */
export interface JoinRequest {
  readonly type: 'join';
  readonly run: RunPlace;
}

export interface RunPlace {
  readonly flow: string;
  readonly run: string;
  readonly datastore: { readonly type: 'local'; readonly root: string };
  readonly user: string;
  readonly tags: readonly string[];
  readonly systemTags: readonly string[];
  readonly originRunId: string | null;
  /** Where inputs are read, when not here: a spun step reads those of another run and writes aside. */
  readonly inputs?: { readonly root: string; readonly run: string };
  /** The stored code of the run. Tasks outside foreaches record it: the client takes it from any task, and files are what a task costs. */
  readonly codePackage?: CodePackagePlace;
}

/** Values of Metaflow's `code-package` record: where the run's code is stored. */
export interface CodePackagePlace {
  /** Key of the raw blob: sha1 of the archive's bytes. */
  readonly sha: string;
  /** The blob's full place: it ends in `F/data/<2>/<sha>`. */
  readonly location: string;
  /** JSON text: the archive's format, as Metaflow writes it. */
  readonly metadata: string;
}

/** Unique within a run. */
export interface AttemptId {
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
}

export interface AttemptRequest extends AttemptId {
  /** Epoch milliseconds: when the task came to be, if this is its first attempt. No two tasks of a run have the same, so that lists keep their order. */
  readonly createdAt: number;
  /** The tasks that lead here, in split order for a join. */
  readonly inputs: readonly { readonly step: string; readonly task: string }[];
  /** Which item of the (single) input's foreach this task gets; absent when the input does not split by foreach. */
  readonly splitIndex?: number;
  /** Present in the tasks of a `num_parallel` step; `splitIndex` is absent then. */
  readonly gang?: GangPlace;
  /** Python file whose `ARTIFACTS` replace inputs (spin). */
  readonly artifactsModule?: string;
  /** Attempts that run the user's code, in all (1 + @retry's times). @catch's extra attempt comes after these. */
  readonly userAttempts: number;
  /** Files that receive the child's output, as bytes; created by the host. */
  readonly stdout: string;
  readonly stderr: string;
}

/** The place of a task in a gang, whose tasks all run at the same time. */
export interface GangPlace {
  readonly nodes: number;
  /** 0 is the control task. */
  readonly index: number;
  /** Task ids of the whole gang, control task first. */
  readonly tasks: readonly string[];
}

export interface LaunchRequest {
  readonly type: 'launch';
  readonly attempts: readonly AttemptRequest[];
}
/** Stops these attempts: SIGTERM to their process groups, SIGKILL after the grace. */
export interface CancelRequest {
  readonly type: 'cancel';
  readonly attempts: readonly AttemptId[];
  readonly graceSeconds: number;
}
export interface ShutdownRequest {
  readonly type: 'shutdown';
}
export type HostRequest =
  | LoadRequest
  | SnapshotMessage
  | ParametersRequest
  | JoinRequest
  | LaunchRequest
  | CancelRequest
  | ShutdownRequest;

/** Where a task goes when it succeeded. */
export interface Transition {
  readonly next: readonly string[];
  /** Present when it splits by foreach. `values` are the frames' short texts, in split order. */
  readonly foreach?: {
    readonly artifact: string;
    readonly splits: number;
    readonly values: readonly string[];
  };
  /** Present when it splits into a gang (`num_parallel`): how many tasks. */
  readonly gang?: number;
}

export interface Described {
  readonly type: 'described';
  readonly description: FlowDescription;
  /** Absent when nobody gave a command line (a further host of a run). */
  readonly command?: FlowCommand;
  readonly python: {
    readonly version: string;
    readonly executable: string;
    readonly platform: string;
    /** The folders of `sys.path`, after the flow's own: where installed packages are listed from. */
    readonly path?: readonly string[];
    /** Flags of the interpreter (`-O`), for a further one. */
    readonly flags?: readonly string[];
  };
  /** The command line for further hosts of the run: they set the flow up as this one did. */
  readonly argv?: readonly string[];
  /** How attempts will start; `why` names what rules fork out. */
  readonly mode: 'fork' | 'fresh';
  readonly why?: string;
}
/** The file could not be executed or holds no single flow. The host exits after it. */
export interface Refused {
  readonly type: 'refused';
  readonly error: ErrorDetails;
  /** The traceback, when user code raised. */
  readonly cause?: TaskError;
}
export interface AttemptStartedReply extends AttemptId {
  readonly type: 'attempt_started';
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly at: number;
}
export interface AttemptEndedReply extends AttemptId {
  readonly type: 'attempt_ended';
  readonly at: number;
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly maxMemory: number;
  /**
   * `succeeded`: go on to `transition` (null for the end step and `_parameters`).
   * `caught`: the user's code failed and @catch handled it: go on too.
   * `failed`: its records are complete if the child lived to write them.
   */
  readonly result:
    | { readonly state: 'succeeded' | 'caught'; readonly transition: Transition | null }
    | { readonly state: 'failed'; readonly error: TaskError };
  /** Only of `_parameters`: the converted values by attribute, as far as they are plain data. */
  readonly values?: { readonly [attribute: string]: Json };
}
export interface HostNotice {
  readonly type: 'notice';
  readonly message: string;
}
/** A signal reached a host that started its runner itself; the runner decides what comes of it. */
export interface HostSignalled {
  readonly type: 'signalled';
  readonly signal: string;
}
export type HostReply =
  Described | Refused | AttemptStartedReply | AttemptEndedReply | HostNotice | HostSignalled;

const attempt = { step: v.string(), task: v.string(), attempt: v.number() };
const transition = v.object({
  next: v.array(v.string()),
  foreach: v.exactOptional(
    v.object({ artifact: v.string(), splits: v.number(), values: v.array(v.string()) }),
  ),
  gang: v.exactOptional(v.number()),
});
const flowCommand = v.object({
  command: v.picklist(['run', 'resume', 'spin', 'check']),
  values: v.record(v.string(), v.union([v.string(), v.array(v.string())])),
  tags: v.array(v.string()),
  systemTags: v.array(v.string()),
  maxWorkers: v.number(),
  maxNumSplits: v.number(),
  maxLogSize: v.number(),
  quiet: v.boolean(),
  runIdFile: v.exactOptional(v.string()),
  runnerAttributeFile: v.exactOptional(v.string()),
  datastoreRoot: v.exactOptional(v.string()),
  resume: v.exactOptional(
    v.object({
      origin: v.exactOptional(v.string()),
      step: v.exactOptional(v.string()),
      runId: v.exactOptional(v.string()),
      cloneOnly: v.boolean(),
    }),
  ),
  spin: v.exactOptional(
    v.object({
      step: v.string(),
      pathspec: v.exactOptional(v.string()),
      artifactsModule: v.exactOptional(v.string()),
      skipDecorators: v.boolean(),
      persist: v.boolean(),
    }),
  ),
}) satisfies v.GenericSchema<unknown, FlowCommand>;

/** Checks every line that a host sends. */
export const HostReplySchema = v.variant('type', [
  v.object({
    type: v.literal('described'),
    description: FlowDescriptionSchema,
    command: v.exactOptional(flowCommand),
    python: v.object({
      version: v.string(),
      executable: v.string(),
      platform: v.string(),
      path: v.exactOptional(v.array(v.string())),
      flags: v.exactOptional(v.array(v.string())),
    }),
    argv: v.exactOptional(v.array(v.string())),
    mode: v.picklist(['fork', 'fresh']),
    why: v.exactOptional(v.string()),
  }),
  v.object({
    type: v.literal('refused'),
    error: v.object({
      code: v.string(),
      message: v.string(),
      where: v.exactOptional(
        v.union([
          v.object({
            file: v.string(),
            line: v.exactOptional(v.number()),
            column: v.exactOptional(v.number()),
          }),
          v.object({ pathspec: v.string() }),
        ]),
      ),
      remedy: v.exactOptional(v.string()),
    }),
    cause: v.exactOptional(TaskErrorSchema),
  }),
  v.object({ type: v.literal('attempt_started'), ...attempt, pid: v.number(), at: v.number() }),
  v.object({
    type: v.literal('attempt_ended'),
    ...attempt,
    at: v.number(),
    cpuSeconds: v.number(),
    maxMemory: v.number(),
    result: v.variant('state', [
      v.object({ state: v.picklist(['succeeded', 'caught']), transition: v.nullable(transition) }),
      v.object({ state: v.literal('failed'), error: TaskErrorSchema }),
    ]),
    values: v.exactOptional(
      v.record(
        v.string(),
        v.custom<Json>((value) => value !== undefined),
      ),
    ),
  }),
  v.object({ type: v.literal('notice'), message: v.string() }),
  v.object({ type: v.literal('signalled'), signal: v.string() }),
]) satisfies v.GenericSchema<unknown, HostReply>;

/** Who knows which runs, steps and tasks exist, and gives them their ids. `local.ts` keeps them as files beside the data. */

export interface RunRecord {
  readonly flow: string;
  readonly run: string;
  readonly user: string;
  readonly tags: readonly string[];
  readonly systemTags: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface TaskIdentity {
  readonly step: string;
  readonly task: string;
  readonly createdAt: number;
}

/** One metadata record of a task (`sysmeta_…`). */
export interface TaskMetadata {
  readonly field: string;
  readonly type: string;
  readonly value: string;
  readonly tags: readonly string[];
  readonly createdAt: number;
}

export interface Metadata {
  /** Registers a new run and gives it its id, unless it comes with one. @throws FlowdeckError `run-exists` */
  newRun(
    flow: string,
    options: {
      readonly user: string;
      readonly tags: readonly string[];
      readonly systemTags: readonly string[];
      readonly run?: string;
    },
  ): Promise<RunRecord>;
  /** The next task id of a run that this process started: `0` is `_parameters`. */
  newTaskId(flow: string, run: string): string;
  flows(signal?: AbortSignal): Promise<readonly string[]>;
  /** Newest first. */
  runs(flow: string, signal?: AbortSignal): Promise<readonly RunRecord[]>;
  run(flow: string, run: string, signal?: AbortSignal): Promise<RunRecord | undefined>;
  /** Without `_parameters`. */
  steps(flow: string, run: string, signal?: AbortSignal): Promise<readonly string[]>;
  tasks(
    flow: string,
    run: string,
    step: string,
    signal?: AbortSignal,
  ): Promise<readonly TaskIdentity[]>;
  taskMetadata(
    flow: string,
    run: string,
    step: string,
    task: string,
    signal?: AbortSignal,
  ): Promise<readonly TaskMetadata[]>;
}

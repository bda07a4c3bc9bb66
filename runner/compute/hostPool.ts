/**
 * The hosts of one run: the one that described the flow, and one for each set of `@environment` variables, which have to
 * be there before the flow's file is imported. Those start when their first task does.
 */
import { isExpression, type FlowDescription, type Json } from '../flow/description';
import type { TaskError } from '../runs/model';
import type { ComputeEvent } from './compute';
import type { PythonHost } from './local';
import type {
  AttemptEndedReply,
  AttemptId,
  AttemptRequest,
  ParametersRequest,
  RunPlace,
  SnapshotMessage,
} from './protocol';

/** Variables by name. */
export type Variables = { readonly [name: string]: string };

/** Starts a host of the same flow with these variables on top of the run's environment; the signal gives up starting. */
export type StartHost = (variables: Variables, signal: AbortSignal) => Promise<PythonHost>;

export function withEnvironments(first: PythonHost, start: StartHost): PythonHost {
  const variables = variablesOf(first.described.description);
  return variables.size === 0 ? first : new HostPool(first, variables, start);
}

class HostPool implements PythonHost {
  readonly #ending = new AbortController();
  readonly #further = new Map<string, Promise<PythonHost>>();
  /** Attempts whose host is still starting. */
  readonly #waiting = new Set<string>();
  #snapshot: SnapshotMessage | undefined;
  #run: RunPlace | undefined;
  #listener: (event: ComputeEvent) => void = () => undefined;

  constructor(
    private readonly first: PythonHost,
    /** By step. */
    private readonly variables: ReadonlyMap<string, Variables>,
    private readonly start: StartHost,
  ) {}

  get described(): PythonHost['described'] {
    return this.first.described;
  }

  get pid(): number | undefined {
    return this.first.pid;
  }

  sendSnapshot(snapshot: SnapshotMessage): void {
    this.#snapshot = snapshot;
    this.first.sendSnapshot(snapshot);
  }

  storeParameters(request: ParametersRequest): Promise<AttemptEndedReply> {
    this.#run = request.run;
    return this.first.storeParameters(request);
  }

  join(run: RunPlace): void {
    this.#run = run;
    this.first.join(run);
  }

  launch(attempts: readonly AttemptRequest[]): void {
    for (const [step, group] of byStep(attempts)) {
      const variables = this.variables.get(step);
      if (variables === undefined) this.first.launch(group);
      else void this.#launchFurther(variables, group);
    }
  }

  cancel(attempts: readonly AttemptId[], graceSeconds: number): void {
    for (const [step, group] of byStep(attempts)) {
      const variables = this.variables.get(step);
      if (variables === undefined) this.first.cancel(group, graceSeconds);
      else this.#cancelFurther(variables, group, graceSeconds);
    }
  }

  #cancelFurther(variables: Variables, attempts: readonly AttemptId[], graceSeconds: number): void {
    // An import may never end: who waits for it need not.
    const begun = attempts.filter((attempt) => !this.#waiting.delete(nameOf(attempt)));
    for (const { step, task, attempt } of attempts)
      if (!begun.some((each) => each.task === task && each.attempt === attempt))
        this.#listener(withdrawn({ step, task, attempt }));
    if (begun.length === 0) return;
    this.#further.get(keyOf(variables))?.then(
      (host) => host.cancel(begun, graceSeconds),
      // Its attempts have ended already.
      () => undefined,
    );
  }

  onEvent(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
    this.first.onEvent(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // An import may never end.
    this.#ending.abort();
    const further = await Promise.allSettled(this.#further.values());
    const started = further.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.all([this.first, ...started].map((host) => host[Symbol.asyncDispose]()));
  }

  async #launchFurther(variables: Variables, attempts: readonly AttemptRequest[]): Promise<void> {
    for (const attempt of attempts) this.#waiting.add(nameOf(attempt));
    const stillWanted = (): AttemptRequest[] =>
      attempts.filter((attempt) => this.#waiting.delete(nameOf(attempt)));
    try {
      const host = await this.#hostFor(variables);
      const wanted = stillWanted();
      if (wanted.length > 0) host.launch(wanted);
    } catch (error) {
      for (const { step, task, attempt } of stillWanted())
        this.#listener(neverBegun({ step, task, attempt }, error));
    }
  }

  #hostFor(variables: Variables): Promise<PythonHost> {
    const key = keyOf(variables);
    const known = this.#further.get(key);
    if (known) return known;
    const starting = this.#start(variables);
    this.#further.set(key, starting);
    return starting;
  }

  async #start(variables: Variables): Promise<PythonHost> {
    const host = await this.start(variables, this.#ending.signal);
    if (this.#snapshot) host.sendSnapshot(this.#snapshot);
    if (this.#run) host.join(this.#run);
    host.onEvent(this.#listener);
    return host;
  }
}

function variablesOf({ steps }: FlowDescription): Map<string, Variables> {
  return new Map(
    steps.flatMap(({ name, decorators }) => {
      const given = decorators.find((each) => each.name === 'environment')?.attributes['vars'];
      const variables = given === undefined ? {} : textsOf(given);
      return Object.keys(variables).length === 0 ? [] : [[name, variables] as const];
    }),
  );
}

function textsOf(given: Json): Variables {
  if (given === null || typeof given !== 'object' || Array.isArray(given) || isExpression(given))
    return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === null || typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  );
}

function neverBegun(attempt: AttemptId, error: unknown): AttemptEndedReply {
  const message = error instanceof Error ? error.message : String(error);
  return ended(attempt, {
    kind: 'host',
    message: `Python could not start for this step: ${message}`,
  });
}

function withdrawn(attempt: AttemptId): AttemptEndedReply {
  return ended(attempt, { kind: 'signal', message: 'The attempt was stopped before it began' });
}

function ended(attempt: AttemptId, error: TaskError): AttemptEndedReply {
  const result = { state: 'failed', error } as const;
  const at = Date.now();
  return { type: 'attempt_ended', ...attempt, at, cpuSeconds: 0, maxMemory: 0, result };
}

function nameOf({ step, task, attempt }: AttemptId): string {
  return `${step}/${task}/${attempt}`;
}

function byStep<Attempt extends AttemptId>(attempts: readonly Attempt[]): Map<string, Attempt[]> {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.step);
    if (group) group.push(attempt);
    else groups.set(attempt.step, [attempt]);
  }
  return groups;
}

function keyOf(variables: Variables): string {
  return JSON.stringify(Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)));
}

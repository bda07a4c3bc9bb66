/** Carries out the scheduler's commands without processes: the test decides what ends next, and how. */
import type { Behaviour } from './graphs';
import { stepsByName } from '../../../runner/flow/graph';
import type { FlowDescription, StepDescription } from '../../../runner/flow/description';
import { planOf, type Plan } from '../../../runner/scheduler/plan';
import { decide } from '../../../runner/scheduler/scheduler';
import { INITIAL_STATE, type SchedulerState } from '../../../runner/scheduler/state';
import {
  PARAMETERS_TASK,
  type FinishedTasks,
  type Launch,
  type Limits,
  type SchedulerCommand,
  type SchedulerEvent,
  type TakenTransition,
  type TaskKey,
} from '../../../runner/scheduler/types';

type Finish = Extract<SchedulerCommand, { type: 'finish' }>;

export class Simulation {
  readonly plan: Plan;
  state: SchedulerState = INITIAL_STATE;
  readonly running = new Map<TaskKey, Launch>();
  readonly waits: { readonly task: TaskKey; readonly minutes: number }[] = [];
  /** Every launch, in order. */
  readonly launches: Launch[] = [];
  readonly succeeded = new Set<TaskKey>([PARAMETERS_TASK]);
  readonly forgotten = new Set<TaskKey>();
  readonly events: SchedulerEvent[] = [];
  readonly commands: SchedulerCommand[] = [];
  finish: Finish | undefined;
  /** What a resumed run took over. */
  readonly clones: TaskKey[] = [];
  /** Where each task went that ended well. */
  readonly transitions = new Map<TaskKey, TakenTransition | null>();
  private readonly steps: ReadonlyMap<string, StepDescription>;

  constructor(
    flow: FlowDescription,
    private readonly sizes: ReadonlyMap<string, number> = new Map(),
    limits: Partial<Limits> = {},
    private readonly behaviour: Partial<Behaviour> = {},
  ) {
    this.plan = planOf(flow, { maxWorkers: 16, maxNumSplits: 100, ...limits });
    this.steps = stepsByName(flow);
  }

  /** Goes on from what another run had done. */
  resume(finished: FinishedTasks, cloneOnly = false): this {
    this.send({ type: 'take-over', finished, cloneOnly });
    for (const key of this.clones) this.succeeded.add(key);
    return this.begin();
  }

  begin(): this {
    this.send({ type: 'begin' });
    return this;
  }

  /** Keys of what runs, as launched. */
  get runningKeys(): string[] {
    return [...this.running.keys()];
  }

  succeed(key: string): void {
    const launch = this.take(key);
    this.succeeded.add(launch.task);
    const transition = this.transitionOf(launch);
    this.transitions.set(launch.task, transition);
    this.send({ type: 'succeeded', task: launch.task, transition });
  }

  fail(key: string): void {
    this.send({ type: 'failed', task: this.take(key).task });
  }

  /** The oldest wait is over. */
  wake(): void {
    const wait = this.waits.shift();
    if (wait) this.send({ type: 'waited', task: wait.task });
  }

  send(event: SchedulerEvent): void {
    this.events.push(event);
    const { state, commands } = decide(this.plan, this.state, event);
    this.state = state;
    for (const command of commands) this.carryOut(command);
  }

  private carryOut(command: SchedulerCommand): void {
    this.commands.push(command);
    if (this.finish) throw new Error(`a command after the end: ${command.type}`);
    if (command.type === 'launch') {
      if (this.running.has(command.task)) throw new Error(`${command.task} started twice`);
      this.running.set(command.task, command);
      this.launches.push(command);
    } else if (command.type === 'wait') this.waits.push(command);
    else if (command.type === 'forget') for (const key of command.tasks) this.forgotten.add(key);
    else if (command.type === 'clone') this.clones.push(command.task);
    else if (command.type === 'finish') this.finish = command;
  }

  private take(key: string): Launch {
    const launch = this.running.get(key as TaskKey);
    if (!launch) throw new Error(`${key} does not run`);
    this.running.delete(launch.task);
    return launch;
  }

  private transitionOf({ step: name, indices, iteration }: Launch): TakenTransition | null {
    const step = this.steps.get(name);
    if (!step || step.next.length === 0) return null;
    const way = this.behaviour.ways?.get(name);
    if (way) return { next: [way({ indices, ...(iteration === undefined ? {} : { iteration }) })] };
    const gang = this.behaviour.gangs?.get(name);
    if (gang !== undefined) return { next: step.next, gang };
    const splits = step.type === 'split-foreach' ? (this.sizes.get(name) ?? 1) : undefined;
    return { next: step.next, ...(splits === undefined ? {} : { splits }) };
  }
}

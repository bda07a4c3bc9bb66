/** What each node and edge of the graph says: of a run, or of the flow alone while there is none. */
import type { FlowDescription, StepDescription } from '../flow/description';
import type { RunModel, StepModel, StepState, TaskState } from '../runs/model';
import { formatCount, formatDuration } from './format';
import { edgeKey, foreachDepths, shapeOf, stepsToDraw, type GraphShape } from './graphShape';
import { waysNotTaken } from './notTaken';
import { doneCount, knownCount, lookOf, MARK_LOOKS, STATE_ORDER, type Mark } from './states';
import { english, type Translate } from './words';

export interface BarPart {
  readonly state: TaskState;
  /** Of the whole bar, 0 to 1. */
  readonly share: number;
}
export interface GraphNode {
  readonly step: string;
  readonly known: boolean;
  /** Absent while there is no run. */
  readonly state?: StepState;
  /** Shown in place of the state. */
  readonly mark?: Mark;
  /** The second line: progress, duration, or what kind of step it is. */
  readonly detail: string;
  /** Of a step with several tasks; what is missing to 1 waits. */
  readonly bar: readonly BarPart[];
  /** Drawn as a stack: the step runs once for each item. */
  readonly stacked: boolean;
  /** The whole node in words, for a screen reader. */
  readonly spoken: string;
}
export interface GraphEdgeModel {
  /** The run went this way; always true while there is no run. */
  readonly reached: boolean;
  /** What goes along it; may be empty. */
  readonly label: string;
  /** A way of a switch: its label is part of the graph. */
  readonly choice: boolean;
}
export interface GraphModel {
  readonly shape: GraphShape;
  /** The same as long as the layout may stay. */
  readonly shapeKey: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdgeModel>;
}

/** The graph of a run (`now`: the clock, for what still runs), or of the flow when there is no run. */
export function modelGraph(
  description: FlowDescription | undefined,
  run: RunModel | undefined,
  now: number,
  t: Translate = english,
): GraphModel {
  const steps = stepsToDraw(description, run);
  const shape = shapeOf(steps);
  const byName = new Map(steps.map((step) => [step.name, step]));
  const depths = foreachDepths(steps);
  const states = new Map((run?.steps ?? []).map((step) => [step.name, step]));
  const notTaken = run ? waysNotTaken(steps, states) : new Set<string>();
  const nodes = shape.nodes.map((node): [string, GraphNode] => {
    const step = byName.get(node.step);
    if (!step) return [node.step, unknownNode(node.step, t)];
    const stacked = (depths.get(node.step) ?? 0) > 0;
    const state = states.get(node.step);
    const mark = notTaken.has(node.step) ? 'notTaken' : isReused(state) ? 'reused' : undefined;
    return [node.step, knownNode(step, { state, stacked, mark }, run, now, t)];
  });
  const edges = shape.edges.map(({ from, to }): [string, GraphEdgeModel] => {
    const step = byName.get(from);
    const reached = !run || wasTaken(states.get(from), states.get(to));
    const choice = step?.type === 'split-switch';
    return [edgeKey(from, to), { reached, choice, label: edgeLabel(step, to) }];
  });
  return { shape, shapeKey: keyOf(shape), nodes: new Map(nodes), edges: new Map(edges) };
}

function keyOf(shape: GraphShape): string {
  return [
    ...shape.nodes.map((node) => node.step),
    ...shape.edges.map((edge) => edgeKey(edge.from, edge.to)),
  ].join(' ');
}

function unknownNode(step: string, t: Translate): GraphNode {
  const detail = t('no such step');
  return { step, known: false, detail, bar: [], stacked: false, spoken: `${step}, ${detail}` };
}

function wasTaken(source: StepModel | undefined, target: StepModel | undefined): boolean {
  const [begun, reached] = [source, target].map((step) => (step?.state ?? 'waiting') !== 'waiting');
  // A step that goes to itself was there before: the way back was taken when it ran again.
  if (source && source === target) return reached === true && total(source) > 1;
  return begun === true && reached === true;
}

function isReused(state: StepModel | undefined): boolean {
  return state?.cloned !== undefined && state.cloned === total(state);
}

interface NodeState {
  readonly state: StepModel | undefined;
  readonly stacked: boolean;
  readonly mark: Mark | undefined;
}

function knownNode(
  step: StepDescription,
  { state, stacked, mark }: NodeState,
  run: RunModel | undefined,
  now: number,
  t: Translate,
): GraphNode {
  const kind = describeKind(step, t);
  if (!run) {
    const detail = kind || firstLine(step.doc);
    return node(step.name, detail, stacked, [step.name, detail]);
  }
  const worst = state?.state ?? 'waiting';
  const splitOver = step.foreachArtifact === undefined ? '' : kind;
  const look = { stacked, loops: repeats(step), splitOver };
  const detail =
    (state && worst !== 'waiting' ? progress(state, look, now, t) : '') ||
    (mark ? t(MARK_LOOKS[mark].word) : kind);
  const word = mark ? t(MARK_LOOKS[mark].word) : stateWord(worst, run, t);
  return {
    ...node(step.name, detail, stacked, [step.name, word, word === detail ? '' : detail]),
    ...(mark ? { mark } : {}),
    state: worst,
    bar: state && mark === undefined && (stacked || total(state) > 1) ? barOf(state) : [],
  };
}

/** Nothing waits any more in a run that has ended. */
export function stateWord(state: StepState, run: RunModel, t: Translate = english): string {
  const over = state === 'waiting' && run.state !== 'running';
  return over ? t('not reached') : t(lookOf(state).word);
}

function node(
  step: string,
  detail: string,
  stacked: boolean,
  spoken: readonly string[],
): GraphNode {
  const words = spoken.filter((word) => word !== '').join(', ');
  return { step, known: true, detail, bar: [], stacked, spoken: words };
}

/** `foreach models`, `join`, `3 branches`; empty for a plain step. */
export function describeKind(step: StepDescription, t: Translate = english): string {
  if (step.foreachArtifact !== undefined) return t('foreach {0}', step.foreachArtifact);
  if (step.type === 'split-parallel') {
    return step.numParallel === undefined ? t('parallel') : t('parallel {0}', step.numParallel);
  }
  if (step.type === 'split-switch') {
    if (step.condition === undefined) return t('switch');
    return repeats(step) ? t('loop on {0}', step.condition) : t('switch on {0}', step.condition);
  }
  if (step.takesInputs) return t('join');
  return step.next.length > 1 ? t('{0} branches', step.next.length) : '';
}

function repeats(step: StepDescription): boolean {
  return step.type === 'split-switch' && step.next.includes(step.name);
}

/** `each of models` for the step that a foreach goes to; empty for others. */
export function describeItem(
  steps: readonly StepDescription[],
  name: string,
  t: Translate = english,
): string {
  const split = steps.find(
    (step) => step.foreachArtifact !== undefined && step.next.includes(name),
  );
  return split?.foreachArtifact === undefined ? '' : t('each of {0}', split.foreachArtifact);
}

function firstLine(doc: string): string {
  return doc.trim().split('\n', 1)[0]?.trim() ?? '';
}

function edgeLabel(step: StepDescription | undefined, to: string): string {
  if (step?.foreachArtifact !== undefined) return step.foreachArtifact;
  const cases = Object.entries(step?.switchCases ?? {}).filter(([, target]) => target === to);
  return cases.map(([value]) => value).join(', ');
}

/** Tasks that the step has or will have. */
export function total(step: StepModel): number {
  return Math.max(step.expected ?? 0, knownCount(step.counts));
}

/** Milliseconds from the first attempt's start to the last one's end, or to now. */
export function stepDuration(step: StepModel, now: number): number | undefined {
  if (step.startedAt === undefined) return undefined;
  const live = step.state === 'running' || step.state === 'retrying';
  if (step.endedAt === undefined && !live) return undefined;
  return (live ? now : (step.endedAt ?? now)) - step.startedAt;
}

/** What decides how a step's progress is told. */
interface ProgressLook {
  readonly stacked: boolean;
  readonly loops: boolean;
  readonly splitOver: string;
}

function progress(
  step: StepModel,
  { stacked, loops, splitOver }: ProgressLook,
  now: number,
  t: Translate,
): string {
  const duration = stepDuration(step, now);
  const time = duration === undefined ? '' : formatDuration(duration);
  const count = total(step);
  const many = stacked || count > 1;
  if (isReused(step)) {
    // How long it took is told by the run that it comes from.
    const what = loops && !stacked ? turnsText(step, count, t) : tasksText(step, count, t);
    return [many ? what : '', t(MARK_LOOKS.reused.word)].filter((part) => part !== '').join(' · ');
  }
  const parts = many ? [progressOfMany(step, count, loops && !stacked, t)] : singleWord(step, t);
  if (!many || step.state === 'succeeded') parts.push(time);
  if (!stacked) parts.push(splitOver);
  return parts.filter((part) => part !== '').join(' · ');
}

function progressOfMany(step: StepModel, count: number, loops: boolean, t: Translate): string {
  const { failed, retrying, caught, cancelled, interrupted } = step.counts;
  const head = loops ? turnsText(step, count, t) : tasksText(step, count, t);
  const troubles = [
    failed > 0 ? t('{0} failed', formatCount(failed)) : '',
    retrying > 0 ? t('{0} failed, retrying', formatCount(retrying)) : '',
    caught > 0 ? t('{0} caught', formatCount(caught)) : '',
    interrupted > 0 ? t('{0} interrupted', formatCount(interrupted)) : '',
    failed === 0 && cancelled > 0 ? t('{0} cancelled', formatCount(cancelled)) : '',
    step.cloned === undefined ? '' : t('{0} reused', formatCount(step.cloned)),
  ].filter((part) => part !== '');
  // A node has room for one trouble; the worst is first.
  return [head, ...troubles.slice(0, 1)].join(' · ');
}

function tasksText(step: StepModel, count: number, t: Translate): string {
  const done = doneCount(step.counts);
  return done === count
    ? t(count === 1 ? '{0} task' : '{0} tasks', formatCount(count))
    : t('{0} of {1}', formatCount(done), formatCount(count));
}

/** Of a step that goes to itself: how many there will be is not known before the last. */
function turnsText(step: StepModel, count: number, t: Translate): string {
  return step.state === 'running'
    ? t('iteration {0}', formatCount(count))
    : t(count === 1 ? '{0} iteration' : '{0} iterations', formatCount(count));
}

/** The state's word where the glyph alone would say it; success and running speak for themselves. */
function singleWord(step: StepModel, t: Translate): string[] {
  if (step.state === 'succeeded' && step.retries === 0) return [];
  if (step.state === 'succeeded') {
    return [t(step.retries === 1 ? '{0} retry' : '{0} retries', step.retries)];
  }
  if (step.state === 'retrying') return [t('failed, retrying')];
  return [t(lookOf(step.state).word)];
}

function barOf(step: StepModel): BarPart[] {
  const count = total(step);
  return STATE_ORDER.filter((state) => state !== 'waiting' && step.counts[state] > 0).map(
    (state) => ({ state, share: step.counts[state] / count }),
  );
}

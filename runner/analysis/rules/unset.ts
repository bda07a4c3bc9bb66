/** What the rules about artifacts that are not there share. */
import type { Severity } from '../../flow/findings';
import { closest } from '../../flow/closest';
import { predecessors } from '../../flow/graph';
import type { ArtifactRead, ArtifactWrite } from '../artifacts/model';
import type { FlowText } from './rule';

/** Reads that no way provides for: certain to fail when they happen. */
export function unsetReads({ artifacts }: FlowText): readonly ArtifactRead[] {
  return [...artifacts.steps.values()].flatMap(({ reads }) =>
    reads.filter(({ state, guarded, open }) => !state && !guarded && !open),
  );
}

/** What comes from the step's own code, or one of its methods, and is of the step itself. */
export function isOwnRead({ from, by }: ArtifactRead): boolean {
  return from === undefined && by === undefined;
}

/** An error when the step fails whenever it runs; what `@catch` takes or a condition decides is a warning. */
export function severityOf(text: FlowText, read: ArtifactRead): Severity {
  return read.always && !isCaught(text, read.step) ? 'error' : 'warning';
}

function isCaught({ description }: FlowText, step: string): boolean {
  const found = description.steps.find(({ name }) => name === step);
  return found?.decorators.some(({ name }) => name === 'catch') === true;
}

/** A join on the way to a step that has something in its inputs and does not hand it on. */
export interface Loss {
  readonly join: string;
  readonly writes: readonly ArtifactWrite[];
}

/** Where an artifact that is not there was last to be had: the nearest join that lost it. */
export function lossOf(text: FlowText, name: string, step: string): Loss | undefined {
  const before = predecessors(text.description);
  const seen = new Set([step]);
  const waiting = [step];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const inputs = text.artifacts.steps.get(next)?.inputs;
    const states = inputs ? [...inputs.values()].flatMap((each) => each.get(name) ?? []) : [];
    if (states.length > 0) {
      return { join: next, writes: [...new Set(states.flatMap(({ writes }) => writes))] };
    }
    for (const source of before.get(next) ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      waiting.push(source);
    }
  }
  return undefined;
}

/** All assignments to the name, wherever they are. */
export function writesTo({ artifacts }: FlowText, name: string): readonly ArtifactWrite[] {
  return [...artifacts.steps.values()].flatMap(({ writes }) =>
    writes.filter((write) => write.name === name),
  );
}

/** What to do about a name that nothing sets on the way. */
export function remedyFor(text: FlowText, read: ArtifactRead): string {
  const { name, step } = read;
  const setters = [...new Set(writesTo(text, name).flatMap((write) => write.step ?? []))];
  if (writesTo(text, name).some(({ value }) => value.kind === 'lambda')) {
    return 'Metaflow does not store functions: make it a method of the flow.';
  }
  const others = setters.filter((each) => each !== step);
  const [first] = others;
  if (first !== undefined) {
    return others.length === 1
      ? `Only step ${first} sets it, which does not come before.`
      : `Only steps that do not come before set it: ${others.join(', ')}.`;
  }
  if (setters.length > 0) return 'Set it first.';
  const here = text.artifacts.steps.get(step);
  const known = new Set([...(here?.arriving.keys() ?? []), ...(here?.leaving.keys() ?? [])]);
  const everywhere = [...text.artifacts.steps.values()].flatMap(({ writes }) => writes);
  const meant =
    closest(name, known) ??
    closest(
      name,
      everywhere.map((write) => write.name),
    );
  return meant === undefined
    ? 'Set it in this step or in a step before.'
    : `Did you mean ${meant}?`;
}

/** Metaflow itself keeps some private names: only those that the flow writes are its own. */
export function isOurs(text: FlowText, name: string): boolean {
  return !name.startsWith('_') || writesTo(text, name).length > 0;
}

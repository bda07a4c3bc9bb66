/** What a walk through a step comes by: the reads, writes and merges, in the order of the text. */
import type { Effect, InputReadEffect, MergeEffect, ReadEffect, WriteEffect } from '../effects';
import type { NextModel } from '../model';
import type { ArtifactMerge, ArtifactRead, ArtifactState, ArtifactWrite } from './model';
import type { Way } from './state';

/** How an effect is come by. */
export interface Coming {
  readonly file: string;
  /** It happens whenever the step runs. */
  readonly always: boolean;
  /** The walk will come here again, knowing more. */
  readonly silent: boolean;
  /** More artifacts may exist there than the text shows. */
  readonly open: boolean;
  /** In a body that runs nobody knows when. */
  readonly later: boolean;
}

/** A body that may run later, with what is needed to walk through it. */
export interface Deferred<Frame> {
  readonly body: readonly Effect[];
  readonly frame: Frame;
}

type KnownWrite = { -readonly [Key in keyof ArtifactWrite]: ArtifactWrite[Key] };

/** Writes of one step: the same effect is the same write however often a walk comes by. */
export class StepWrites {
  readonly #known = new Map<WriteEffect, KnownWrite>();
  readonly #step: string | undefined;

  constructor(step: string | undefined) {
    this.#step = step;
  }

  of(
    effect: WriteEffect,
    file: string,
    learnt: { readonly type?: string | undefined; readonly callee?: string | undefined },
  ): ArtifactWrite {
    let write = this.#known.get(effect);
    if (!write) {
      const { name, range, value } = effect;
      write = {
        name,
        file,
        range,
        value,
        ...(this.#step === undefined ? {} : { step: this.#step }),
      };
      this.#known.set(effect, write);
    }
    // What `self.a = self.b` is may be learnt only on the second way round a loop.
    if (learnt.type !== undefined) write.type = learnt.type;
    if (learnt.callee !== undefined) write.callee = learnt.callee;
    return write;
  }
}

export class StepRecord<Frame> {
  readonly reads: ArtifactRead[] = [];
  readonly merges: ArtifactMerge[] = [];
  readonly written = new Set<ArtifactWrite>();
  readonly deferred = new Map<readonly Effect[], Deferred<Frame>>();
  escapes = false;
  inputsEscape = false;
  readonly #step: string;

  constructor(step: string) {
    this.#step = step;
  }

  read(effect: ReadEffect, way: Way, { file, always, silent, open, later }: Coming): void {
    if (silent) return;
    const { name, range } = effect;
    // What is missing now may be there when the body runs.
    const guarded = effect.guarded || later;
    this.#add({ name, step: this.#step, file, range, guarded, always, open }, way.states.get(name));
  }

  input(effect: InputReadEffect, state: ArtifactState | undefined, coming: Coming): void {
    if (coming.silent) return;
    const { name, range, guarded, from } = effect;
    const { file, always, open } = coming;
    this.#add({ name, step: this.#step, file, range, guarded, always, open, from }, state);
  }

  /** What Metaflow asks for when the step has named its successors. */
  next({ form, range }: NextModel, way: Way, { file, always, silent, open }: Coming): void {
    if (silent) return;
    const by = form.kind === 'foreach' ? 'foreach' : 'condition';
    const name =
      form.kind === 'foreach' ? form.artifact : form.kind === 'switch' ? form.condition : undefined;
    if (name === undefined) return;
    const read = { name, step: this.#step, file, range, guarded: false, always, open, by } as const;
    this.#add(read, way.states.get(name));
  }

  merge(effect: MergeEffect, way: Way, { file, always, silent, open }: Coming): void {
    if (!silent) this.merges.push({ effect, file, always, open, before: way.states });
  }

  #add(read: ArtifactRead, state: ArtifactState | undefined): void {
    this.reads.push(state ? { ...read, state } : read);
  }
}

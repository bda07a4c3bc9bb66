/** Decorators of steps and flows in the text. */
import type { CallModel } from '../model';
import type { FileEdit, FixContext } from './fix';
import { removeStatement, type Source } from './source';
import { stepAt } from './steps';

export interface SourceDecorator {
  readonly call: CallModel;
  readonly source: Source;
}

/** Those of a step whose name ends so (`retry`, `mf.retry`), top to bottom. */
export function decoratorsOf(
  step: string | undefined,
  name: string,
  context: FixContext,
): SourceDecorator[] {
  const found = stepAt(step, context);
  return (found?.place.model.decorators ?? []).flatMap((call) =>
    found && call.callee.split('.').at(-1) === name ? [{ call, source: found.source }] : [],
  );
}

/** With its `@` and its line. */
export function removeDecorator({ call, source }: SourceDecorator): FileEdit {
  const { start, end } = call.range;
  return removeStatement(source, { start: { ...start, character: start.character - 1 }, end });
}

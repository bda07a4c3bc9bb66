import type { TextRule } from './rule';

/** A call of a coroutine or a generator runs nothing: such a step would never come to its `self.next`. */
export const asyncStep: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model, opaque }]) => {
    // A decorator may run it.
    if (!model.suspends || opaque) return [];
    return [
      {
        code: 'async-step',
        severity: 'error' as const,
        message:
          model.suspends === 'async'
            ? `Step ${step} is async: Metaflow calls it, but nothing awaits it`
            : `Step ${step} is a generator because of its yield: Metaflow calls it, but nothing runs it`,
        remedy:
          model.suspends === 'async'
            ? 'Write a plain def, with asyncio.run(…) inside.'
            : 'Move the yield into a method of its own, without @step.',
        step,
      },
    ];
  });

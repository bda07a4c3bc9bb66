import type { Effect } from '../effects';
import { nextsIn, type PlacedNext } from '../rules/nexts';
import type { FixRule } from './fix';
import { insert, lineAt, replace } from './source';
import { freeName, selfOf, stepAt } from './steps';

/** Makes a choice of an `if` whose every arm ends with a `self.next` to one step. */
export const conditionalNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const body = step?.place.model.bodyRange;
  const nexts = step ? nextsIn(step.place.model.effects) : [];
  const targets = nexts.map(onlyTarget);
  if (!step || !body || !isWholeChoice(step.place.model.effects, nexts.length)) return [];
  if (targets.includes(undefined) || new Set(targets).size < 2) return [];
  const { source } = step;
  const self = selfOf(step.place);
  const way = freeName(context.flow, 'way');
  const cases = [...new Set(targets)].map((name) => `'${name ?? ''}': ${self}.${name ?? ''}`);
  const indent = lineAt(source, body.start.line).slice(0, body.start.character);
  const call = `${self}.next({${cases.join(', ')}}, condition='${way}')`;
  return [
    {
      title: `Choose the way by an artifact: ${way}`,
      edits: [
        ...nexts.map(({ next }, index) =>
          replace(source, next.range, `${self}.${way} = '${targets[index] ?? ''}'`),
        ),
        insert(source, body.end, source.eol + indent + call),
      ],
      safe: false,
    },
  ];
};

function onlyTarget({ next, left }: PlacedNext): string | undefined {
  const [target, ...more] = next.targets;
  const isPlain = next.valid && next.form.kind === 'linear' && more.length === 0;
  return isPlain && left === undefined ? target?.name : undefined;
}

/** All of them are the arms of one `if` with an `else`. */
function isWholeChoice(effects: readonly Effect[], count: number): boolean {
  const choices = effects.filter(
    (effect) => effect.kind === 'choice' && nextsIn([effect]).length > 0,
  );
  const [only] = choices;
  return (
    choices.length === 1 &&
    only?.kind === 'choice' &&
    only.arms.length === count &&
    only.arms.every((arm) => arm.filter(({ kind }) => kind === 'next').length === 1)
  );
}

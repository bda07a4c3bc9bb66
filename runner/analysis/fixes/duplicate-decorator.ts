import { decoratorsOf, removeDecorator } from './decorators';
import type { FixRule } from './fix';
import { textIn } from './source';

/** Keeps one of them; the lowest, which Python applies first. */
export const duplicateDecorator: FixRule = (finding, context) => {
  const name = /^@(\w+)/.exec(finding.message)?.[1];
  const all = name === undefined ? [] : decoratorsOf(finding.step, name, context);
  const kept = all.at(-1);
  if (!kept || all.length < 2) return [];
  const others = all.slice(0, -1);
  const same = others.every(
    (each) => textIn(each.source, each.call.range) === textIn(kept.source, kept.call.range),
  );
  return [
    {
      title: `Keep one @${name ?? ''}`,
      edits: others.map(removeDecorator),
      safe: same,
    },
  ];
};

import type { FixRule } from './fix';
import { replace } from './source';
import { freeName, insertAfter, stepAt, stepLines } from './steps';

const NAMES: { readonly [code: string]: string } = {
  'empty-foreach': 'each',
  'empty-branch': 'branch',
  'switch-into-join': 'case',
};

/** Puts a step between a split and its join. */
export const emptyBranch: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const { target } = finding;
  if (!step || target === undefined) return [];
  const name = freeName(context.flow, `${step.name}_${NAMES[finding.code] ?? 'branch'}`);
  const place = step.place.targets.find((each) => each.name === target);
  if (!place) return [];
  return [
    {
      title: `Put the step ${name} between ${step.name} and ${target}`,
      edits: [
        replace(step.source, place.range, name),
        insertAfter(step, stepLines(step, name, `self.next(self.${target})`)),
      ],
      safe: false,
    },
  ];
};

import { metaflowName } from '../meaning/names';
import { FIRST_OPTION } from '../rules/decorator-argument';
import type { FixRule } from './fix';
import { insert, sourceOf } from './source';

/** Puts the name of the option before its value. */
export const decoratorArgument: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const call = context.flow.classes
    .filter(({ module }) => module.file === finding.file)
    .flatMap(({ module, model }) =>
      [
        model.decorators,
        ...model.members.map((each) => (each.kind === 'function' ? each.decorators : [])),
      ]
        .flat()
        .map((each) => ({
          call: each,
          name: metaflowName(each.callee, module, context.flow.resolve),
        })),
    )
    .find(({ call: { places } }) => places.get('0')?.valueRange.start === finding.range.start);
  const option = call?.name === undefined ? undefined : FIRST_OPTION[call.name];
  if (!source || !call || option === undefined || call.call.positional.length > 1) return [];
  if (Object.hasOwn(call.call.keywords, option)) return [];
  const edits = [insert(source, finding.range.start, `${option}=`)];
  return [{ title: `Write ${option}=…`, edits, safe: false }];
};

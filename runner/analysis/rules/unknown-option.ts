import { closest } from '../../flow/closest';
import { KNOWN_DECORATORS } from '../../flow/decorators';
import type { CallModel } from '../model';
import { placedDecorators, placedParameters } from '../meaning/placedCalls';
import type { TextFinding, TextRule } from './rule';

/** Decorators and parameters take the options that they know. */
export const unknownOption: TextRule = ({ flow }) => [
  ...placedDecorators(flow).flatMap(({ name, call, file, method }) => {
    const known = Object.keys(KNOWN_DECORATORS[name]?.defaults ?? {});
    const found = unknownIn(call, known, `@${name}`, !GROWING.has(name));
    return found.map((each) => ({ ...each, file, ...(method ? { step: method.name } : {}) }));
  }),
  ...placedParameters(flow).flatMap(({ kind, call, file }) =>
    unknownIn(call, PARAMETER_OPTIONS, kind, true).map((each) => ({ ...each, file })),
  ),
];

/**
 * Versions and extensions of Metaflow give these further options: what has no near name may be one of them. `@conda` and
 * `@pypi` of Netflix's extension take `channels` and `extra_indices`, for example.
 */
const GROWING = new Set([
  'batch',
  'kubernetes',
  'card',
  'conda',
  'conda_base',
  'pypi',
  'pypi_base',
  'secrets',
  'trigger',
  'trigger_on_finish',
  'exit_hook',
]);

/** Its own, and those of an option of the command line, where they end up. */
const PARAMETER_OPTIONS = [
  'name',
  'default',
  'default_value',
  'type',
  'help',
  'required',
  'show_default',
  'separator',
  'is_text',
  'encoding',
  'parser',
  'plain',
  'multiple',
  'is_flag',
  'flag_value',
  'count',
  'nargs',
  'metavar',
  'envvar',
  'hidden',
  'callback',
  'expose_value',
  'is_eager',
  'prompt',
  'confirmation_prompt',
  'hide_input',
  'allow_from_autoenv',
  'show_choices',
  'show_envvar',
  'autocompletion',
];

function unknownIn(
  call: CallModel,
  known: readonly string[],
  owner: string,
  isComplete: boolean,
): TextFinding[] {
  return Object.keys(call.keywords)
    .filter((option) => !known.includes(option) && !option.startsWith('_unpacked'))
    .flatMap((option) => {
      const meant = closest(
        option,
        known.filter((each) => !Object.hasOwn(call.keywords, each)),
      );
      const range = call.places.get(option)?.nameRange;
      const finding: TextFinding = {
        code: 'unknown-option',
        severity: isComplete || meant !== undefined ? 'error' : 'hint',
        message: `${owner} has no option ${option}`,
        remedy:
          meant === undefined
            ? `Its options are ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}.`
            : `Did you mean ${meant}?`,
      };
      return [
        { ...finding, ...(range ? { range } : {}), ...(meant === undefined ? {} : { meant }) },
      ];
    });
}

import type { Json } from '../../flow/description';
import { placedDecorators } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** Some decorators mean nothing without an option. `@timeout` has a rule of its own. */
export const missingOption: TextRule = ({ flow }) =>
  placedDecorators(flow).flatMap(({ name, call, file, method }) => {
    const needed = NEEDED[name];
    if (!needed || call.splat || call.positional.length > 0) return [];
    if (needed.options.some((option) => isGiven(call.keywords[option]))) return [];
    return [
      {
        code: 'missing-option',
        severity: 'error' as const,
        message: `@${name} needs ${needed.options.join(' or ')}`,
        remedy: `Write ${needed.example}.`,
        file,
        range: call.range,
        ...(method ? { step: method.name } : {}),
      },
    ];
  });

const isGiven = (value: Json | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0);

const NEEDED: {
  readonly [decorator: string]: { readonly options: readonly string[]; readonly example: string };
} = {
  project: { options: ['name'], example: "@project(name='my_project')" },
  trigger: { options: ['event', 'events'], example: "@trigger(event='data_arrived')" },
  trigger_on_finish: {
    options: ['flow', 'flows'],
    example: "@trigger_on_finish(flow='OtherFlow')",
  },
  exit_hook: {
    options: ['on_success', 'on_error'],
    example: '@exit_hook(on_error=[notify])',
  },
};

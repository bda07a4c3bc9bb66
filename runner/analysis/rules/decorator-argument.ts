import { placedDecorators } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** Metaflow's decorators take options by name alone. */
export const decoratorArgument: TextRule = ({ flow }) =>
  placedDecorators(flow).flatMap(({ name, call, file, method }) => {
    const range = call.places.get('0')?.valueRange;
    if (call.positional.length === 0 || !range) return [];
    const option = FIRST_OPTION[name];
    return [
      {
        code: 'decorator-argument',
        severity: 'error' as const,
        message: `@${name} takes its options by name`,
        remedy: option === undefined ? 'Write option=value.' : `Write ${option}=….`,
        file,
        range,
        ...(method ? { step: method.name } : {}),
      },
    ];
  });

/** What people mean by a value without a name. */
export const FIRST_OPTION: { readonly [decorator: string]: string | undefined } = {
  retry: 'times',
  catch: 'var',
  timeout: 'minutes',
  environment: 'vars',
  secrets: 'sources',
  card: 'type',
  conda: 'packages',
  conda_base: 'packages',
  pypi: 'packages',
  pypi_base: 'packages',
  project: 'name',
  schedule: 'cron',
  trigger: 'event',
  trigger_on_finish: 'flow',
};

import { isExpression } from '../../flow/description';
import { wrongValue } from '../../flow/options';
import { placedDecorators } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** An option gets a value of a kind that its decorator can use. */
export const optionType: TextRule = ({ flow }) => {
  const all = placedDecorators(flow);
  const remote = new Set(
    all.flatMap(({ name, method }) => (REMOTE.has(name) && method ? method : [])),
  );
  return all.flatMap(({ name, call, file, method }) =>
    Object.entries(call.keywords).flatMap(([option, value]) => {
      const wrong = isExpression(value) ? undefined : wrongValue(name, option, value);
      const range = call.places.get(option)?.valueRange;
      if (!wrong || !range) return [];
      const happens = !wrong.remoteOnly || (method !== undefined && remote.has(method));
      return [
        {
          code: 'option-type',
          severity: happens ? ('error' as const) : ('hint' as const),
          message: `${option} of @${name} takes ${wrong.expected}`,
          remedy: EXAMPLES[`${name}.${option}`] ?? 'Give it such a value.',
          file,
          range,
          ...(method ? { step: method.name } : {}),
        },
      ];
    }),
  );
};

const REMOTE = new Set(['batch', 'kubernetes']);

const memory = 'Write memory=4096 for 4 GB.';
const packages = "Write packages={'pandas': '2.2.0'}.";
const EXAMPLES: { readonly [option: string]: string } = {
  'resources.memory': memory,
  'batch.memory': memory,
  'kubernetes.memory': memory,
  'retry.times': 'Write times=3.',
  'timeout.minutes': 'Write minutes=10.',
  'environment.vars': "Write vars={'NAME': 'value'}.",
  'secrets.sources': "Write sources=['name'].",
  'conda.packages': packages,
  'conda_base.packages': packages,
  'pypi.packages': packages,
  'pypi_base.packages': packages,
  'trigger.events': "Write events=['one', 'two'], or event='one'.",
  'catch.var': "Write var='problem': the name of the artifact that gets the error.",
};

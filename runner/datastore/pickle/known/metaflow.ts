/** Metaflow's own classes inside pickles. */
import { entryOf, textOfStr } from '../value';
import type { Known, Recognize } from './known';

const wrappedException: Recognize = ({ state }): Known | undefined => {
  const type = textOfStr(entryOf(state, 'type'));
  const message = textOfStr(entryOf(state, 'exception'));
  if (type === undefined || message === undefined) return undefined;
  const stacktrace = textOfStr(entryOf(state, 'stacktrace')) ?? null;
  return {
    type: 'metaflow.exception.MetaflowExceptionWrapper',
    repr: [`${type.replace(/^builtins\./, '')}: ${message.split('\n', 1)[0] ?? ''}`],
    json: { type, exception: message, stacktrace },
  };
};

const configValue: Recognize = ({ args }) => {
  const value = args[0];
  if (value?.kind !== 'dict') return undefined;
  return { type: 'metaflow.ConfigValue', repr: ['ConfigValue(', value, ')'], content: { value } };
};

const includedFile: Recognize = ({ state }): Known | undefined => {
  const descriptor = entryOf(state, '_descriptor');
  const url = textOfStr(entryOf(descriptor, 'url'));
  if (descriptor === undefined || url === undefined) return undefined;
  return {
    type: 'metaflow.IncludedFile',
    repr: ['IncludedFile(', { kind: 'str', value: url }, ')'],
    content: { descriptor },
  };
};

export const METAFLOW: readonly (readonly [string, Recognize])[] = [
  ['metaflow.exception.MetaflowExceptionWrapper', wrappedException],
  ['metaflow.user_configs.config_parameters.ConfigValue', configValue],
  ['metaflow.includefile.IncludedFile', includedFile],
];

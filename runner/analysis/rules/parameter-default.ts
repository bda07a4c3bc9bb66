import { isExpression, type Json, type ParameterDescription } from '../../flow/description';
import { checkParameterValue } from '../../flow/parameters';
import { placedParameters } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** The default is read as the parameter's type, before anything runs. */
export const parameterDefault: TextRule = ({ flow, description }) => {
  const described = new Map(description.parameters.map((each) => [each.attribute, each]));
  return placedParameters(flow).flatMap(({ kind, call, member, file }) => {
    const parameter = described.get(member.name);
    const value = call.keywords['default'] ?? call.positional[1];
    const place = call.places.get('default') ?? call.places.get('1');
    if (kind !== 'Parameter' || !parameter || value === undefined || !place || call.splat)
      return [];
    // Each value of several is read by itself.
    if (call.keywords['multiple'] !== undefined || call.keywords['nargs'] !== undefined) return [];
    if (!namesType(call.keywords['type'] ?? call.positional[2])) return [];
    const problem = problemOf(parameter, value);
    if (problem === undefined) return [];
    return [
      {
        code: 'parameter-default',
        severity: 'error' as const,
        message: `The default of ${parameter.name} is no ${parameter.type}: ${problem}`,
        remedy: 'Write a default of that type, or another type.',
        file,
        range: place.valueRange,
      },
    ];
  });
};

function namesType(type: Json | undefined): boolean {
  return isExpression(type);
}

function problemOf(parameter: ParameterDescription, value: Json): string | undefined {
  if (value === null || isExpression(value)) return undefined;
  if (typeof value === 'string') return checkParameterValue(parameter, value);
  const isCollection = typeof value === 'object';
  switch (parameter.type) {
    case 'int':
    case 'float':
      return isCollection ? `${shown(value)} is not a number` : undefined;
    // Of numbers it takes none, not even 0 and 1.
    case 'bool':
      return typeof value === 'boolean' ? undefined : `${shown(value)} is not True or False`;
    default:
      return undefined;
  }
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? 'this value' : text;
}

import { isExpression } from '../../flow/description';
import { placedParameters } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** A type is `int`, not `'int'`. */
export const parameterType: TextRule = ({ flow }) =>
  placedParameters(flow).flatMap(({ kind, call, file, member }) => {
    const type = call.keywords['type'] ?? call.positional[2];
    const place = call.places.get('type') ?? call.places.get('2');
    if (kind !== 'Parameter' || typeof type !== 'string' || isExpression(type) || !place) return [];
    return [
      {
        code: 'parameter-type',
        severity: 'error' as const,
        message: `The type of ${member.name} is a text`,
        remedy: TYPES.has(type)
          ? `Write type=${type}, without quotes.`
          : `Write one of ${[...TYPES].join(', ')}, without quotes.`,
        file,
        range: place.valueRange,
      },
    ];
  });

const TYPES = new Set(['str', 'int', 'float', 'bool', 'JSONType']);

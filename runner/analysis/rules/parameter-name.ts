import { placedParameters } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** A parameter's name is that of an option: `--name`. */
export const parameterName: TextRule = ({ flow }) =>
  placedParameters(flow).flatMap(({ kind, call, file }) => {
    const name = call.keywords['name'] ?? call.positional[0];
    const place = call.places.get('name') ?? call.places.get('0');
    if (kind === 'Config' || typeof name !== 'string' || !place) return [];
    // What Python would take as a name, once `-` is read as `_`.
    if (/^[\p{L}_-][\p{L}\p{N}_-]*$/u.test(name)) return [];
    return [
      {
        code: 'parameter-name',
        severity: 'error' as const,
        message: `“${name}” cannot be the name of a parameter`,
        remedy: 'Use letters, digits, - and _, and begin with a letter.',
        file,
        range: place.valueRange,
      },
    ];
  });

import { placedParameters, type PlacedParameterCall } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** The command line knows each parameter by its name, upper and lower case being the same. */
export const duplicateParameter: TextRule = ({ flow }) => {
  const seen = new Map<string, PlacedParameterCall>();
  return placedParameters(flow).flatMap((placed) => {
    const name = placed.call.keywords['name'] ?? placed.call.positional[0];
    if (typeof name !== 'string') return [];
    // Configs are options of their own.
    const key = `${placed.kind === 'Config' ? 'config' : 'parameter'} ${name.toLowerCase()}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, placed);
      return [];
    }
    const place = placed.call.places.get('name') ?? placed.call.places.get('0');
    return [
      {
        code: 'duplicate-parameter',
        severity: 'error' as const,
        message: `The name ${name} is already that of ${first.member.name}`,
        remedy: 'Choose another name.',
        file: placed.file,
        range: place?.valueRange ?? placed.member.nameRange,
        related: [
          {
            file: first.file,
            range: first.member.nameRange,
            message: `${first.member.name} has this name`,
          },
        ],
      },
    ];
  });
};

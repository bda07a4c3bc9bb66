import { placedDecorators } from '../meaning/placedCalls';
import type { TextRule } from './rule';

/** A project's name becomes part of names in production. */
export const projectName: TextRule = ({ flow }) =>
  placedDecorators(flow).flatMap(({ name, call, file }) => {
    const given = name === 'project' ? call.keywords['name'] : undefined;
    const range = call.places.get('name')?.valueRange;
    if (typeof given !== 'string' || given === '' || !range) return [];
    const isLong = given.length >= 128;
    if (/^[a-z0-9_]+$/.test(given) && !isLong) return [];
    return [
      {
        code: 'project-name',
        severity: 'error' as const,
        message: `${isLong ? 'This text' : given} cannot be the name of a project`,
        remedy: isLong
          ? 'Choose one of fewer than 128 characters.'
          : 'Use lower-case letters, digits and underscores.',
        file,
        range,
      },
    ];
  });

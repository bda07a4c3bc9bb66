/** Finds what we know about an object, by its class. */
import type { PyObject } from '../value';
import type { Known, Recognize } from './known';
import { METAFLOW } from './metaflow';
import { NUMPY } from './numpy';
import { PANDAS } from './pandas';
import { STANDARD } from './standard';
import { TIMES } from './time';

const BY_CLASS: ReadonlyMap<string, Recognize> = new Map([
  ...STANDARD,
  ...TIMES,
  ...NUMPY,
  ...PANDAS,
  ...METAFLOW,
]);

export function recognize(object: PyObject): Known | undefined {
  return BY_CLASS.get(object.class)?.(object);
}

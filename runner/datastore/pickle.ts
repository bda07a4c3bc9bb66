/** Python values without Python: the one place that others import. */
export { toJson, type ToJsonOptions } from './pickle/json';
export { arrayToList, asNdArray, type NdArray } from './pickle/known/numpy';
export { readPickle, type ReadPickleOptions } from './pickle/read';
export { preview, repr, typeName } from './pickle/repr';
export {
  entryOf,
  itemsOf,
  numberOfPy,
  textOfStr,
  type PyObject,
  type PyValue,
} from './pickle/value';

/** Python values without Python: the one place that others import. */
export { toJson } from './pickle/json';
export { layOut } from './pickle/lines';
export { readPickle } from './pickle/read';
export { preview, repr, typeName } from './pickle/repr';
export { countOf, shapeOf } from './pickle/shape';
export { entryOf, itemsOf, numberOfPy, textOfStr, type PyValue } from './pickle/value';

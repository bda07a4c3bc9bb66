/**
 * Values as JSON, for `dump --json` (documented in docs/cli-json.md): what JSON has is itself; everything else is an object
 * with `$type` and what belongs to the type, so that no type is lost:
 *
 *   None True 1 1.5 'x' [1] {'a': 1}   null true 1 1.5 "x" [1] {"a": 1}
 *   10**20, nan                        {"$type": "int", "value": "100…"}, {"$type": "float", "value": "nan"}
 *   (1,) {1} frozenset({1})            {"$type": "tuple", "items": [1]}, "set", "frozenset"
 *   b'..' bytearray(b'..')             {"$type": "bytes", "base64": "…"}, "bytearray"
 *   {1: 'a'}                           {"$type": "dict", "entries": [[1, "a"]]}
 *   numpy array                        {"$type": "numpy.ndarray", "dtype": "float64", "shape": [2], "values": [1, 2]}
 *   an object                          {"$type": "module.Name", "args": […], "state": …, "items": […], "entries": […]}
 *   a class or function                {"$type": "type", "name": "module.Name"}
 *
 * What was left out is marked `"$truncated": true`, a value that contains itself `{"$cycle": true}`.
 */
import type { Json } from '../../flow/description';
import { recognize } from './known/recognize';
import type { PyObject, PyValue } from './value';

export interface ToJsonOptions {
  /** Values in all; shared ones count each time, since JSON repeats them. */
  readonly maxItems?: number;
}

const DEFAULT_MAX_ITEMS = 2_000_000;
const MAX_DEPTH = 200;
type JsonObject = { [key: string]: Json };

export function toJson(value: PyValue, options: ToJsonOptions = {}): Json {
  return new JsonWriter(options.maxItems ?? DEFAULT_MAX_ITEMS).value(value);
}

class JsonWriter {
  readonly #open = new Set<PyValue>();
  #left: number;

  constructor(maxItems: number) {
    this.#left = maxItems;
  }

  value(value: PyValue): Json {
    this.#left -= 1;
    switch (value.kind) {
      case 'none':
        return null;
      case 'bool':
        return value.value;
      case 'int':
        return typeof value.value === 'number'
          ? value.value
          : { $type: 'int', value: String(value.value) };
      case 'float':
        return floatJson(value.value);
      case 'str':
        return value.truncated
          ? { $type: 'str', value: value.value, $truncated: true }
          : value.value;
      case 'bytes':
      case 'bytearray': {
        const base64 = Buffer.from(value.value).toString('base64');
        return { $type: value.kind, base64, ...(value.truncated && { $truncated: true }) };
      }
      case 'global':
        return { $type: 'type', name: value.name };
      case 'opaque':
        return { $type: 'unknown', why: value.why };
      default:
        return this.#container(value);
    }
  }

  #container(value: Exclude<PyValue, { value: unknown }>): Json {
    if (this.#open.has(value)) return { $cycle: true };
    if (this.#open.size >= MAX_DEPTH || this.#left < 0) return { $truncated: true };
    this.#open.add(value);
    try {
      return this.#content(value);
    } finally {
      this.#open.delete(value);
    }
  }

  #content(value: Exclude<PyValue, { value: unknown }>): Json {
    switch (value.kind) {
      case 'list': {
        const { items, cut } = this.#items(value.items);
        return cut || value.truncated ? { $type: 'list', items, $truncated: true } : items;
      }
      case 'tuple':
      case 'set':
      case 'frozenset': {
        const { items, cut } = this.#items(value.items);
        return { $type: value.kind, items, ...((cut || value.truncated) && { $truncated: true }) };
      }
      case 'dict':
        return this.#dict(value.entries, value.truncated === true);
      case 'object':
        return this.#object(value);
      default:
        return null;
    }
  }

  #items(values: readonly PyValue[]): { items: Json[]; cut: boolean } {
    const items: Json[] = [];
    for (const value of values) {
      if (this.#left <= 0) return { items, cut: true };
      items.push(this.value(value));
    }
    return { items, cut: false };
  }

  #dict(entries: readonly (readonly [PyValue, PyValue])[], truncated: boolean): Json {
    const plain = !truncated && entries.every(([key]) => isPlainKey(key));
    if (plain && entries.length <= this.#left) {
      return Object.fromEntries(
        entries.map(([key, value]) => [key.kind === 'str' ? key.value : '', this.value(value)]),
      );
    }
    const pairs: Json[] = [];
    let cut = truncated;
    for (const [key, value] of entries) {
      if ((cut ||= this.#left <= 0)) break;
      pairs.push([this.value(key), this.value(value)]);
    }
    return { $type: 'dict', entries: pairs, ...(cut && { $truncated: true }) };
  }

  #object(object: PyObject): Json {
    const known = recognize(object);
    const result: JsonObject = { $type: known?.type ?? object.class.replace(/^builtins\./, '') };
    if (known?.json !== undefined || known?.content !== undefined) {
      Object.assign(result, known.json);
      for (const [key, value] of Object.entries(known.content ?? {}))
        result[key] = this.value(value);
    } else {
      this.#parts(object, result);
    }
    if (object.truncated) result.$truncated = true;
    return result;
  }

  #parts(object: PyObject, result: JsonObject): void {
    if (object.args.length > 0) result.args = this.#items(object.args).items;
    if (object.kwargs) result.kwargs = this.value(object.kwargs);
    if (object.state) result.state = this.value(object.state);
    if (object.items) result.items = this.#items(object.items).items;
    if (object.entries) {
      result.entries = object.entries.map(([key, value]) => [this.value(key), this.value(value)]);
    }
  }
}

function floatJson(value: number): Json {
  if (Number.isFinite(value)) return value;
  return { $type: 'float', value: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
}

/** Keys that begin with a dollar could be taken for ours. */
function isPlainKey(key: PyValue): boolean {
  return key.kind === 'str' && !key.value.startsWith('$') && key.truncated !== true;
}

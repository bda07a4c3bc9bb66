/**
 * What Metaflow takes as the value of a decorator's option, as far as a literal can be wrong: each line was tried with
 * Metaflow 2.19.38. Options that take anything, or whose values only a deployment reads, are not in it.
 */
import type { Json } from './description';

/** What is wrong with a literal: `expected` completes "takes …". */
export interface WrongValue {
  readonly expected: string;
  /** It fails only where the step is sent to a cluster: a run on this computer never looks at it. */
  readonly remoteOnly: boolean;
}

interface OptionType {
  readonly expected: string;
  readonly remoteOnly?: true;
  readonly takes: (value: Json) => boolean;
}

type List = readonly Json[];
const isList = (value: Json): value is List => Array.isArray(value);
const isDict = (value: Json): boolean =>
  typeof value === 'object' && value !== null && !isList(value);

/** As Python's `int` and `float` read texts. */
const INT_TEXT = /^\s*[+-]?\d+(_\d+)*\s*$/;
const FLOAT_TEXT = /^\s*[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?\s*$/i;

const wholeNumber: OptionType = {
  expected: 'a whole number',
  takes: (value) =>
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && INT_TEXT.test(value)),
};
const dict: OptionType = { expected: 'a dict', takes: isDict };
const text: OptionType = {
  expected: 'a text',
  takes: (value) => value === null || typeof value === 'string',
};
const listOfSources: OptionType = {
  expected: 'a list',
  takes: (value) => value === null || isList(value),
};
/** `'checked'` or `{'name': 'checked', 'parameters': {…}}`. */
const event: OptionType = {
  expected: 'a text or a dict',
  takes: (value) => value === null || typeof value === 'string' || isDict(value),
};
const events: OptionType = {
  expected: 'a list of texts or dicts',
  takes: (value) => value === null || (isList(value) && value.every(event.takes)),
};
/** MB, CPUs and the like: a computer needs no cluster to find `4G` odd, but runs on. */
const amount: OptionType = {
  expected: 'a number, of MB where it is memory',
  remoteOnly: true,
  takes: (value) =>
    value === null ||
    typeof value === 'number' ||
    (typeof value === 'string' && (FLOAT_TEXT.test(value) || value === '')),
};

const seconds: OptionType = {
  expected: 'a whole number of seconds',
  takes: (value) => value === null || wholeNumber.takes(value),
};

const amounts = { cpu: amount, gpu: amount, memory: amount };
const packages = { packages: dict };
const packagesAndLibraries = { packages: dict, libraries: dict };

const TYPES: { readonly [decorator: string]: { readonly [option: string]: OptionType } } = {
  retry: { times: wholeNumber },
  timeout: { seconds: wholeNumber, minutes: wholeNumber, hours: wholeNumber },
  resources: { ...amounts, disk: amount, shared_memory: amount },
  batch: { ...amounts, image: text, queue: text },
  kubernetes: { ...amounts, disk: amount, image: text },
  environment: { vars: dict },
  secrets: { sources: listOfSources },
  card: { type: text, id: text, timeout: seconds },
  catch: { var: text },
  conda: packagesAndLibraries,
  conda_base: packagesAndLibraries,
  pypi: packages,
  pypi_base: packages,
  project: { name: text },
  trigger: { event, events },
  trigger_on_finish: { flow: event, flows: events },
};

/** `undefined` when the value may be right. */
export function wrongValue(decorator: string, option: string, value: Json): WrongValue | undefined {
  const types = Object.hasOwn(TYPES, decorator) ? TYPES[decorator] : undefined;
  const type = types && Object.hasOwn(types, option) ? types[option] : undefined;
  if (!type || type.takes(value)) return undefined;
  return { expected: type.expected, remoteOnly: type.remoteOnly ?? false };
}

/** Code that is prepared for an error inside: reads of artifacts that are not there may be meant. */
import type { Node } from 'web-tree-sitter';

/** Errors that an unset attribute is not; what a handler calls otherwise may stand for any. */
const OTHER_ERRORS = new Set([
  'ArithmeticError',
  'AssertionError',
  'ConnectionError',
  'EOFError',
  'FileExistsError',
  'FileNotFoundError',
  'ImportError',
  'IndexError',
  'IOError',
  'JSONDecodeError',
  'KeyError',
  'KeyboardInterrupt',
  'LookupError',
  'MemoryError',
  'ModuleNotFoundError',
  'NotImplementedError',
  'OSError',
  'PermissionError',
  'StopIteration',
  'TimeoutError',
  'TypeError',
  'UnicodeDecodeError',
  'ValueError',
  'ZeroDivisionError',
]);

/** Whether an `except` takes what reading an unset artifact raises. */
export function forgives(handler: Node): boolean {
  const head = /^except\*?\s*(.*?)\s*(\bas\b.*)?:/.exec(handler.text.split('\n', 1)[0] ?? '');
  const names = head?.[1]?.match(/[\w.]+/g) ?? [];
  return (
    names.length === 0 || names.some((each) => !OTHER_ERRORS.has(each.split('.').at(-1) ?? ''))
  );
}

/** Context managers by whose names one can tell that an error inside may be what is wanted. */
const MAY_SUPPRESS = /\b\w*(suppress|rais|ignor|expect|except|catch|allow|fail)\w*\s*\(/i;

export function maySuppress(withClause: Node | undefined): boolean {
  return MAY_SUPPRESS.test(withClause?.text ?? '');
}

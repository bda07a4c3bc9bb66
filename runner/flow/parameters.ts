/** Whether a text fits the type of a parameter. Reading a command line is Python's work; this tells earlier. */
import type { ParameterDescription, ParameterType } from './description';

/** Why the text cannot be a value of the parameter, as a short clause; `undefined` when it may be one. */
export function checkParameterValue(
  parameter: ParameterDescription,
  text: string,
): string | undefined {
  const check = CHECKS[parameter.type];
  return check.fits(text) ? undefined : `${quote(text)} is not ${check.what}`;
}

interface Check {
  readonly what: string;
  fits(text: string): boolean;
}

const anything: Check = { what: 'text', fits: () => true };

/** The same texts that Python's `int`, `float`, `json.loads` and click's BOOL take. */
const CHECKS: { readonly [type in ParameterType]: Check } = {
  str: anything,
  unknown: anything,
  FilePath: { what: 'a path', fits: (text) => text !== '' },
  int: {
    what: 'a whole number',
    fits: (text) => /^[+-]?\d+(_\d+)*$/.test(text.trim()),
  },
  float: {
    what: 'a number',
    fits: (text) =>
      /^[+-]?((\d+(_\d+)*)(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(
        text.trim(),
      ) || /^[+-]?(inf|infinity|nan)$/i.test(text.trim()),
  },
  bool: {
    what: 'true or false',
    fits: (text) => /^(1|true|t|yes|y|on|0|false|f|no|n|off)$/i.test(text.trim()),
  },
  JSONType: { what: 'valid JSON', fits: isJson },
};

function isJson(text: string): boolean {
  // Python also reads these three, outside of strings.
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (match) =>
    match.startsWith('"') ? match : '0',
  );
  try {
    JSON.parse(plain);
    return true;
  } catch {
    return false;
  }
}

function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `“${short}”`;
}

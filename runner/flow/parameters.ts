/** A flow's own arguments: from words of a command line to texts by parameter name, and whether a text fits its type. */
import { FlowdeckError } from '../errors';
import { closest } from './closest';
import type { FlowDescription, ParameterDescription, ParameterType } from './description';

/**
 * Reads `--name value` and `--name=value`; the last one of a name counts. Conversion is Python's work
 * (types may be the user's own); `checkParameterValue` tells earlier what cannot be right.
 *
 * @returns text by parameter name (not attribute), only what was given
 * @throws FlowdeckError `parameter-unknown`, `parameter-without-value`, `parameter-invalid`, `parameter-missing`,
 *   `argument-unexpected`
 */
export function parseFlowArguments(
  description: FlowDescription,
  argv: readonly string[],
): Record<string, string> {
  const parameters = new Map(commandLineParameters(description).map((each) => [each.name, each]));
  const values: Record<string, string> = {};
  for (let index = 0; index < argv.length; index++) {
    const { name, inlineValue } = splitOption(description, argv[index] ?? '');
    const parameter = parameters.get(name);
    if (!parameter) throw unknownParameter(description, name, [...parameters.keys()]);
    const value = inlineValue ?? argv[++index];
    if (value === undefined) throw withoutValue(description, parameter);
    const problem = checkParameterValue(parameter, value);
    if (problem !== undefined) throw invalidValue(description, parameter, problem);
    values[name] = value;
  }
  const missing = missingParameters(description, values)[0];
  if (missing) throw missingValue(description, missing);
  return values;
}

/** Those that `--name value` sets (a Config has options of its own). */
function commandLineParameters(description: FlowDescription): ParameterDescription[] {
  return description.parameters.filter((parameter) => parameter.kind !== 'config');
}

/** Those that must be given and are not. */
function missingParameters(
  description: FlowDescription,
  values: { readonly [name: string]: string },
): ParameterDescription[] {
  return commandLineParameters(description).filter(
    (parameter) =>
      parameter.required &&
      parameter.default === undefined &&
      !Object.hasOwn(values, parameter.name),
  );
}

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

function splitOption(
  description: FlowDescription,
  word: string,
): { name: string; inlineValue?: string } {
  const match = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word);
  const name = match?.[1];
  if (name === undefined) {
    throw new FlowdeckError({
      code: 'argument-unexpected',
      message: `${quote(word)} stands where a parameter of ${description.name} was expected`,
      where: { file: description.file },
      remedy: 'Write parameters after the file as --name value.',
    });
  }
  return match?.[2] === undefined ? { name } : { name, inlineValue: match[2] };
}

function unknownParameter(
  description: FlowDescription,
  name: string,
  known: readonly string[],
): FlowdeckError {
  const meant = closest(name, known);
  const list = known.map((each) => `--${each}`).join(', ');
  return new FlowdeckError({
    code: 'parameter-unknown',
    message: `${description.name} has no parameter --${name}`,
    where: { file: description.file },
    remedy: meant
      ? `Did you mean --${meant}?`
      : known.length > 0
        ? `It has ${list}. Options of Flowdeck stand before the file.`
        : 'It has no parameters. Options of Flowdeck stand before the file.',
  });
}

function withoutValue(
  description: FlowDescription,
  parameter: ParameterDescription,
): FlowdeckError {
  const example = parameter.type === 'bool' ? 'true' : 'VALUE';
  return new FlowdeckError({
    code: 'parameter-without-value',
    message: `The parameter --${parameter.name} of ${description.name} has no value`,
    where: { file: description.file },
    remedy: `Write --${parameter.name} ${example}.`,
  });
}

function invalidValue(
  description: FlowDescription,
  parameter: ParameterDescription,
  problem: string,
): FlowdeckError {
  return new FlowdeckError({
    code: 'parameter-invalid',
    message: `The parameter --${parameter.name} of ${description.name} does not fit: ${problem}`,
    where: { file: description.file },
    remedy: `Give ${CHECKS[parameter.type].what} to --${parameter.name}.`,
  });
}

function missingValue(
  description: FlowDescription,
  parameter: ParameterDescription,
): FlowdeckError {
  const help = parameter.help ? ` (${parameter.help})` : '';
  return new FlowdeckError({
    code: 'parameter-missing',
    message: `The parameter --${parameter.name} of ${description.name} is required${help}`,
    where: { file: description.file },
    remedy: `Add --${parameter.name} VALUE after the file.`,
  });
}

function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `“${short}”`;
}

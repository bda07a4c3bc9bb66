/** Which parameters are asked for, and with which values. Pure; `askParameters.ts` shows it. */
import type { Json, ParameterDescription } from '../../runner/flow/description';

/** Texts as typed after `--name`, by parameter name. */
export type ParameterTexts = { readonly [name: string]: string };

/** Those whose value is the place of a file. */
export function isFile(parameter: ParameterDescription): boolean {
  return parameter.kind !== 'parameter';
}

/** Those that stop the run when nobody gives them. */
export function mustAsk(
  parameters: readonly ParameterDescription[],
): readonly ParameterDescription[] {
  return parameters.filter((parameter) => parameter.required && parameter.default === undefined);
}

function isExpression(value: Json): value is { readonly $expression: string } {
  return typeof value === 'object' && value !== null && '$expression' in value;
}

/** A value as it is typed on a command line; undefined for what only Python knows. */
export function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || isExpression(value)) return undefined;
  if (typeof value === 'string') return value;
  // As Python writes them: a flow may print its parameters.
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

/** What a parameter has when nothing is given: a text, or the source of what Python computes. */
export function defaultText(parameter: ParameterDescription): string | undefined {
  const value = parameter.default;
  if (value !== undefined && isExpression(value)) return value.$expression;
  return textOf(value);
}

/** Keeps the remembered values of parameters that still exist. */
export function remembered(
  parameters: readonly ParameterDescription[],
  last: ParameterTexts | undefined,
): ParameterTexts {
  const names = new Set(parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(last ?? {}).filter(([name]) => names.has(name)));
}

/** Only what the run must be given after `--name`: values that differ from the default. */
export function given(
  parameters: readonly ParameterDescription[],
  texts: ParameterTexts,
): ParameterTexts {
  return chosen(
    parameters.filter((parameter) => parameter.kind !== 'config'),
    texts,
  );
}

/**
 * The variable that names the files of a flow's configs, as Metaflow reads it; nothing when none was chosen.
 *
 * @param set What the variable holds already.
 */
export function variablesOfConfigs(
  parameters: readonly ParameterDescription[],
  texts: ParameterTexts,
  set: string | undefined,
): Record<string, string> {
  const configs = parameters.filter((parameter) => parameter.kind === 'config');
  const files = chosen(configs, texts);
  if (Object.keys(files).length === 0) return {};
  return { METAFLOW_FLOW_CONFIG: JSON.stringify({ ...namesIn(set), ...files }) };
}

function namesIn(set: string | undefined): object {
  try {
    const names: unknown = JSON.parse(set ?? '{}');
    return typeof names === 'object' && names !== null ? names : {};
  } catch {
    // Metaflow would refuse it, and says so where nothing is chosen here.
    return {};
  }
}

function chosen(
  parameters: readonly ParameterDescription[],
  texts: ParameterTexts,
): ParameterTexts {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const text = texts[parameter.name];
      const isDefault = text === textOf(parameter.default) && !parameter.required;
      return text === undefined || isDefault ? [] : [[parameter.name, text]];
    }),
  );
}

/**
 * The texts that give a run the same parameters as an earlier one.
 *
 * @param values The earlier run's values, by attribute.
 */
export function textsOfRun(
  parameters: readonly ParameterDescription[],
  values: { readonly [attribute: string]: Json },
): ParameterTexts {
  const texts = parameters.flatMap((parameter) => {
    // An included file's value is its content, not its path.
    if (parameter.kind !== 'parameter') return [];
    const text = textOf(values[parameter.attribute]);
    return text === undefined ? [] : [[parameter.name, text] as const];
  });
  return given(parameters, Object.fromEntries(texts));
}

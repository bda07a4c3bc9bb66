/** Which variables runs and terminals get from settings and from the bundled runtime. Pure. */
import path from 'node:path';
import type { StableRuntime } from './stableRuntime';

/** The settings flowdeck.engine and flowdeck.with. */
export interface RunSettings {
  readonly engine: string;
  /** As after `--with`: `retry:times=2`. */
  readonly decorators: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Variables that carry the settings into a run, wherever it is started. */
export function variablesOfSettings(
  { engine, decorators }: RunSettings,
  base: Variables,
): Record<string, string> {
  const specs = [base['METAFLOW_DEFAULT_DECOSPECS'] ?? '', ...decorators]
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');
  return {
    ...(engine === 'metaflow' ? { FLOWDECK_ENGINE: 'metaflow' } : {}),
    ...(decorators.length > 0 ? { METAFLOW_DEFAULT_DECOSPECS: specs.join(' ') } : {}),
  };
}

export interface TerminalChanges {
  readonly replace: Readonly<Record<string, string>>;
  /** Put before what the terminal has. */
  readonly prepend: Readonly<Record<string, string>>;
}

/** What new terminals get. @param base the editor's own variables, which terminals begin with */
export function changesOfTerminals(
  runtime: StableRuntime,
  base: Variables,
  settings: RunSettings,
): TerminalChanges {
  const replace = {
    ...(base['FLOWDECK_NODE'] === undefined ? { FLOWDECK_NODE: runtime.node } : {}),
    ...variablesOfSettings(settings, base),
  };
  // To Python, an empty entry in PYTHONPATH is the current folder: no delimiter where nothing follows.
  return (base['PYTHONPATH'] ?? '') === ''
    ? { replace: { ...replace, PYTHONPATH: runtime.python }, prepend: {} }
    : { replace, prepend: { PYTHONPATH: `${runtime.python}${path.delimiter}` } };
}

/** `Flow`, `Flow/run`, `Flow/run/step`, `Flow/run/step/task`, `Flow/run/step/task/artifact`: how people name things in a datastore. */
import { FlowdeckError } from '../errors';

export type Pathspec =
  | { readonly kind: 'flow'; readonly flow: string }
  | { readonly kind: 'run'; readonly flow: string; readonly run: string }
  | { readonly kind: 'step'; readonly flow: string; readonly run: string; readonly step: string }
  | {
      readonly kind: 'task';
      readonly flow: string;
      readonly run: string;
      readonly step: string;
      readonly task: string;
    }
  | {
      readonly kind: 'artifact';
      readonly flow: string;
      readonly run: string;
      readonly step: string;
      readonly task: string;
      readonly artifact: string;
    };

const PART_NAMES = ['flow', 'run', 'step', 'task', 'artifact'] as const;
type PartName = (typeof PART_NAMES)[number];

/** Python names, any script. */
const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u;
/** Ids given from outside may be any text that is one folder name everywhere. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
const ID = /^(?!\.)[^/\\:*?"<>|\u0000-\u001f]+$/;
const PATTERNS: { readonly [part in PartName]: RegExp } = {
  flow: IDENTIFIER,
  run: ID,
  step: IDENTIFIER,
  task: ID,
  artifact: IDENTIFIER,
};

/**
 * @example parsePathspec('HelloFlow/12/start') // {kind: 'step', flow: 'HelloFlow', run: '12', step: 'start'}
 * @throws FlowdeckError `pathspec-invalid` naming the part that is wrong.
 */
export function parsePathspec(text: string): Pathspec {
  const parts = text.trim().replace(/\/$/, '').split('/');
  if (parts.length > PART_NAMES.length) {
    throw invalid(text, `has ${parts.length} parts`);
  }
  PART_NAMES.forEach((name, index) => {
    const part = parts[index];
    if (part !== undefined) checkPart(text, name, part);
  });
  const [flow = '', run, step, task, artifact] = parts;
  if (run === undefined) return { kind: 'flow', flow };
  if (step === undefined) return { kind: 'run', flow, run };
  if (task === undefined) return { kind: 'step', flow, run, step };
  if (artifact === undefined) return { kind: 'task', flow, run, step, task };
  return { kind: 'artifact', flow, run, step, task, artifact };
}

function checkPart(text: string, name: PartName, part: string): void {
  if (part === '') throw invalid(text, `has an empty ${name}`);
  if (!PATTERNS[name].test(part))
    throw invalid(text, `has the ${name} “${part}”, which can't be one`);
}

function invalid(text: string, what: string): FlowdeckError {
  return new FlowdeckError({
    code: 'pathspec-invalid',
    message: `“${text}” is not a pathspec: it ${what}`,
    remedy: 'Write Flow/run, and behind it /step, /task and /artifact as far as you need.',
  });
}

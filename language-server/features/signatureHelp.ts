/** Signature help: decorators, parameters, `self.next` and `self.merge_artifacts`, with the argument that is being written. */
import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver';
import type { CallPlace } from '../../runner/analysis/cursor/calls';
import { cursorAt } from '../../runner/analysis/cursor/cursor';
import { metaflowName } from '../../runner/analysis/meaning/names';
import {
  DECORATORS,
  PARAMETER_CALLS,
  SELF_CALLS,
  type OptionReference,
} from '../../runner/flow/reference';
import type { Asked } from '../asked';
import type { Feature } from '../feature';
import { markdown, optionForm } from '../reference';

export const signatureHelpFeature: Feature = {
  capabilities: {
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['='] },
  },
  register(connection, session) {
    connection.onSignatureHelp(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return asked && signatureHelp(asked);
    });
  },
};

interface Signature {
  readonly name: string;
  readonly text: string;
  readonly options: readonly OptionReference[];
  /** Of the arguments, how many may stand without their names. */
  readonly positional: number;
  readonly decorator?: string;
}

/** Of the innermost call that is one of Metaflow's. */
export function signatureHelp(asked: Asked): SignatureHelp | undefined {
  const { calls, scope, place } = cursorAt(asked.text, asked.position);
  // In a comment or beyond the call's end.
  if (place.kind === 'nothing' && calls.length === 0) return undefined;
  const isInFlow = scope.className !== undefined && !scope.elsewhere;
  const self = isInFlow ? scope.method?.parameters[0] : undefined;
  for (const call of calls) {
    const signature = signatureOf(call, self, asked);
    if (signature) return shown(signature, call);
  }
  return undefined;
}

function signatureOf(
  call: CallPlace,
  self: string | undefined,
  asked: Asked,
): Signature | undefined {
  if (self !== undefined && call.callee.startsWith(`${self}.`)) {
    const name = call.callee.slice(self.length + 1);
    const known = Object.hasOwn(SELF_CALLS, name) ? SELF_CALLS[name] : undefined;
    return known && { name: call.callee, ...known };
  }
  const name = metaflowName(call.callee, asked.module, asked.resolve);
  if (name === undefined) return undefined;
  const decorator = call.isDecorator ? DECORATORS.get(name) : undefined;
  if (decorator) {
    const { text, options } = decorator;
    return { name: `@${call.callee}`, text, options, positional: 0, decorator: name };
  }
  const known = Object.hasOwn(PARAMETER_CALLS, name) ? PARAMETER_CALLS[name] : undefined;
  return known && { name: call.callee, ...known };
}

function shown(signature: Signature, call: CallPlace): SignatureHelp {
  const { name, text, options, decorator } = signature;
  const parameters: ParameterInformation[] = [];
  let label = `${name}(`;
  for (const [index, option] of options.entries()) {
    if (index > 0) label += ', ';
    const form = optionForm(option, decorator);
    parameters.push({
      label: [label.length, label.length + form.length],
      documentation: markdown(option.text),
    });
    label += form;
  }
  const active = activeIn(signature, call);
  return {
    signatures: [{ label: `${label})`, documentation: markdown(text), parameters }],
    activeSignature: 0,
    // Beyond the last one: none is marked.
    activeParameter: active < 0 ? parameters.length : active,
  };
}

function activeIn({ options, positional }: Signature, { keyword, index }: CallPlace): number {
  if (keyword !== undefined) return options.findIndex(({ name }) => name === keyword);
  if (options[0]?.name.startsWith('*')) return 0;
  return index < positional ? index : -1;
}

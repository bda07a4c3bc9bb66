/** Options of decorators and of `Parameter`, `Config`, `IncludeFile`, `merge_artifacts`: names, then values. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { CallPlace } from '../../../runner/analysis/cursor/calls';
import {
  DECORATORS,
  defaultOf,
  PARAMETER_CALLS,
  type OptionReference,
} from '../../../runner/flow/reference';
import { optionForm } from '../../reference';
import { pythonLine } from '../../markdown';
import type { Here } from './here';
import { literal, type Offer } from './offer';

export interface KnownCall {
  readonly options: readonly OptionReference[];
  /** How many arguments may be given by position. */
  readonly positional: number;
  /** When it is one. */
  readonly decorator?: string;
}

/** What a call is of, when it is one of Metaflow's with options. */
export function knownCall(
  call: CallPlace,
  { meaning }: Pick<Here, 'meaning'>,
): KnownCall | undefined {
  const name = meaning(call.callee);
  if (name === undefined) return undefined;
  const decorator = call.isDecorator ? DECORATORS.get(name) : undefined;
  if (decorator) return { options: decorator.options, positional: 0, decorator: name };
  return Object.hasOwn(PARAMETER_CALLS, name) ? PARAMETER_CALLS[name] : undefined;
}

/** Where an expression begins, as an argument or as an option's value. */
export function optionsAt(call: CallPlace, known: KnownCall, here: Here): Offer[] {
  if (call.within !== 'directly') return [];
  if (call.keyword !== undefined) return values(call.keyword, known, here);
  const byPosition = known.options.slice(0, Math.min(call.index, known.positional));
  const given = new Set([...call.given, ...byPosition.map(({ name }) => name)]);
  const names = known.options
    .filter(({ name }) => !given.has(name) && !(known.positional > 0 && name === 'name'))
    .map((option) => optionOffer(option, known));
  return [...nameArgument(call, known, here), ...names];
}

function optionOffer(option: OptionReference, known: KnownCall): Offer {
  const value = exampleOf(option, known.decorator);
  return {
    label: `${option.name}=`,
    kind: CompletionItemKind.Property,
    type: option.type,
    text: `${pythonLine(optionForm(option, known.decorator))}\n\n${option.text}`,
    snippet: `${option.name}=${value}`,
    filter: option.name,
    again: option.values !== undefined,
  };
}

/** A value to start from, chosen so that typing replaces it. */
function exampleOf(option: OptionReference, decorator: string | undefined): string {
  if (option.values) return '$0';
  const example = option.example ?? defaultOf(option, decorator) ?? '';
  if (option.type === 'bool') return `\${1|${example === 'True' ? 'False,True' : 'True,False'}|}`;
  const quoted = /^'(.*)'$/.exec(example);
  if (quoted) return `'\${1:${literal(quoted[1] ?? '')}}'`;
  const pair = /^([[{])[\]}]$/.exec(example);
  if (pair?.[1] !== undefined) return pair[1] === '[' ? "['$1']" : "{'$1': '$2'}";
  return example === 'None' || example === '' || /\s/.test(example)
    ? fallback(option)
    : `\${1:${literal(example)}}`;
}

function fallback({ type }: OptionReference): string {
  return type === 'str' || type.startsWith('str |') ? "'$1'" : '$1';
}

function values(name: string, known: KnownCall, { asked: { t } }: Here): Offer[] {
  const option = known.options.find((each) => each.name === name);
  const all = option?.values ?? (option?.type === 'bool' ? ['True', 'False'] : []);
  return all.map((value) => ({
    label: value,
    kind: CompletionItemKind.EnumMember,
    ...(option && value === defaultOf(option, known.decorator) ? { origin: t('default') } : {}),
    text: option?.text ?? '',
  }));
}

/** Between quotes: the fixed values of an option, without the quotes. */
export function textValues(call: CallPlace, known: KnownCall, here: Here): Offer[] {
  if (call.within !== 'directly') return [];
  if (call.keyword === undefined)
    return known.decorator === undefined && call.index === 0 ? attributeName(here) : [];
  return values(call.keyword, known, here).flatMap((offer) => {
    const quoted = /^'(.*)'$/.exec(offer.label);
    return quoted ? [{ ...offer, label: quoted[1] ?? '' }] : [];
  });
}

/** `alpha = Parameter(`: it is most often called as its attribute is. */
function nameArgument(call: CallPlace, known: KnownCall, here: Here): Offer[] {
  if (known.positional === 0 || call.index !== 0 || call.given.includes('name')) return [];
  return attributeName(here).map((offer) => ({ ...offer, label: `'${offer.label}'` }));
}

function attributeName({ asked, cursor }: Here): Offer[] {
  const line = asked.text.split(/\r\n|\r|\n/)[asked.position.line] ?? '';
  const name = /^\s+(\w+)\s*(?::[^=]*)?=/.exec(line)?.[1];
  if (name === undefined || cursor.scope.method) return [];
  return [
    {
      label: name,
      kind: CompletionItemKind.Constant,
      text: asked.t('The name on the command line: {0}', `\`--${name}\``),
    },
  ];
}

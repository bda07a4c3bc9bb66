/** The reference of Metaflow's names as the editor shows it: Markdown for completions, hovers and signatures. */
import { MarkupKind, type MarkupContent } from 'vscode-languageserver';
import {
  CURRENT,
  decoratorLink,
  DECORATORS,
  defaultOf,
  type CallReference,
  type DecoratorReference,
  type NameReference,
  type OptionReference,
} from '../runner/flow/reference';
import type { Translate } from '../runner/drawing/words';
import { pythonLine } from './markdown';

export function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}

/** What it does, its options, what it adds to `current`, and where to read more. */
export function decoratorText(name: string, reference: DecoratorReference, t: Translate): string {
  const options = reference.options.map((option) => optionLine(option, name));
  const added = (reference.current ?? []).flatMap((each) => {
    const attribute = CURRENT.find((known) => known.name === each);
    return attribute ? [`- \`current.${each}\`: ${attribute.text}`] : [];
  });
  const link = `[${t('More about @{0}', name)}](${decoratorLink(name)})`;
  return [reference.text, options.join('\n'), added.join('\n'), link]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `times: int = 3`, then what it means. */
export function optionLine(option: OptionReference, decorator?: string): string {
  return `- \`${optionForm(option, decorator)}\`: ${option.text}`;
}

/** `times: int = 3`. */
export function optionForm(option: OptionReference, decorator?: string): string {
  const value = defaultOf(option, decorator);
  return `${option.name}: ${option.type}${value === undefined ? '' : ` = ${value}`}`;
}

export function callText(reference: CallReference): string {
  const options = reference.options.map((option) => optionLine(option));
  return `${reference.text}\n\n${options.join('\n')}`;
}

/** `current.run_id: str` as code, then what it means. */
export function nameText(name: NameReference, owner?: string): string {
  const full = owner === undefined ? name.name : `${owner}.${name.name}`;
  return `${pythonLine(formOf(full, name))}\n\n${name.text}`;
}

function formOf(full: string, { kind, type }: NameReference): string {
  if (kind === 'class') return `class ${full}`;
  if (type === undefined) return full;
  if (type.startsWith('@')) return type;
  return kind === 'function' ? `${full}${type}` : `${full}: ${type}`;
}

export function decoratorNamed(name: string): DecoratorReference | undefined {
  return DECORATORS.get(name);
}

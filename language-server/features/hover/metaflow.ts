/** Hovers of what Metaflow brings: decorators and their options, `current.…`, and public names. */
import type { Hover } from 'vscode-languageserver';
import { wordAt, type WordPlace } from '../../../runner/analysis/cursor/words';
import { metaflowName } from '../../../runner/analysis/meaning/names';
import {
  CURRENT,
  CURRENT_PARTS,
  DECORATORS,
  NAMES,
  PARAMETER_CALLS,
  SELF_CALLS,
  SELF_VALUES,
  type NameReference,
  type OptionReference,
} from '../../../runner/flow/reference';
import type { Asked } from '../../asked';
import { paragraphs, pythonLine } from '../../markdown';
import { callText, decoratorText, nameText, optionForm } from '../../reference';
import { hoverOf } from './answer';

export function metaflowHover(asked: Asked): Hover | undefined {
  const word = wordAt(asked.text, asked.position);
  if (!word) return undefined;
  const text =
    optionText(word, asked) ?? ofSelf(word) ?? ofCurrent(word, asked) ?? named(word, asked);
  return text === undefined ? undefined : hoverOf(text, word.range);
}

/** `times` in `@retry(times=3)`, `help` in `Parameter(…, help='…')`. */
function optionText({ call, isKeyword, text }: WordPlace, asked: Asked): string | undefined {
  if (!call || !isKeyword) return undefined;
  const name = metaflowName(call.callee, asked.module, asked.resolve);
  if (name === undefined) return undefined;
  const decorator = call.isDecorator ? DECORATORS.get(name) : undefined;
  const options =
    decorator?.options ??
    (Object.hasOwn(PARAMETER_CALLS, name) ? PARAMETER_CALLS[name]?.options : undefined);
  const option = options?.find((each: OptionReference) => each.name === text);
  return (
    option && paragraphs(pythonLine(optionForm(option, decorator ? name : undefined)), option.text)
  );
}

function ofSelf({ object, text, self }: WordPlace): string | undefined {
  if (self === undefined || object !== self) return undefined;
  const call = Object.hasOwn(SELF_CALLS, text) ? SELF_CALLS[text] : undefined;
  if (call) return paragraphs(pythonLine(`${self}.${text}(…)`), callText(call));
  const value = Object.entries(SELF_VALUES).find(([name]) => name === text)?.[1];
  return value && paragraphs(pythonLine(`${self}.${text}`), value);
}

function ofCurrent({ object, text }: WordPlace, asked: Asked): string | undefined {
  const [root = '', part, ...more] = object?.replaceAll('[]', '').split('.') ?? [];
  const isCurrent = root !== '' && metaflowName(root, asked.module, asked.resolve) === 'current';
  if (!isCurrent || more.length > 0) return undefined;
  const known: readonly NameReference[] | undefined =
    part === undefined ? CURRENT : Object.hasOwn(CURRENT_PARTS, part) ? CURRENT_PARTS[part] : [];
  const found = known?.find(({ name }) => name === text);
  return found && nameText(found, part === undefined ? 'current' : `current.${part}`);
}

/** `retry` in `@retry` and in the import, `FlowSpec`, `mf.step`. */
function named({ object, text, importedFrom }: WordPlace, asked: Asked): string | undefined {
  const written = object === undefined ? text : `${object}.${text}`;
  const name =
    importedFrom === 'metaflow' ? text : metaflowName(written, asked.module, asked.resolve);
  if (name === undefined) return undefined;
  const decorator = DECORATORS.get(name);
  if (decorator) return paragraphs(pythonLine(`@${name}`), decoratorText(name, decorator, asked.t));
  const call = Object.hasOwn(PARAMETER_CALLS, name) ? PARAMETER_CALLS[name] : undefined;
  if (call) return paragraphs(pythonLine(`class ${name}`), callText(call));
  const reference = NAMES.find((each) => each.name === name);
  return reference && nameText(reference);
}

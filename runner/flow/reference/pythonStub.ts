/**
 * The decorators as a stub of Python types, for what Pylance and Pyright say of them: a decorator gives back the method that
 * it got, its options have types and documentation. `metaflow/_decorators.pyi` holds it; a test keeps it so.
 */
import { KNOWN_DECORATORS } from '../decorators';
import { DECORATORS, defaultOf } from './index';
import type { DecoratorReference, OptionReference } from './model';

const HEAD = `# The decorators as people write them, told from their reference (runner/flow/reference); do not edit.
# ruff: noqa: E501
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar, overload

_Step = TypeVar("_Step", bound=Callable[..., Any])
_Flow = TypeVar("_Flow", bound=type[Any])
`;

/** The text of the stub. */
export function pythonStub(): string {
  const all = [...DECORATORS].sort(([one], [other]) => (one < other ? -1 : 1));
  return [HEAD, ...all.map(([name, reference]) => decorator(name, reference)), ''].join('\n');
}

function decorator(name: string, reference: DecoratorReference): string {
  const kind = KNOWN_DECORATORS[name]?.on === 'flow' ? '_Flow' : '_Step';
  const target = kind === '_Flow' ? 'flow' : 'step';
  const options = reference.options.map((option) => `    ${argument(name, option)},\n`).join('');
  const form = options === '' ? '()' : `(\n    *,\n${options})`;
  return [
    '@overload',
    `def ${name}(${target}: ${kind}, /) -> ${kind}:`,
    docstring({ ...reference, options: [] }),
    '',
    '@overload',
    `def ${name}${form} -> Callable[[${kind}], ${kind}]:`,
    docstring(reference),
    '',
    // `@batch(**SETTINGS)`, options that a newer version has: Flowdeck itself says which are wrong.
    '@overload',
    `def ${name}(**options: Any) -> Callable[[${kind}], ${kind}]: ...`,
  ].join('\n');
}

function argument(decorator: string, option: OptionReference): string {
  const value = defaultOf(option, decorator);
  const type = typeOf(option, value);
  return `${option.name}: ${type} = ${(value ?? '...').replaceAll("'", '"')}`;
}

/** Metaflow reads numbers from texts, too, and takes None for "as usual". */
function typeOf({ type }: OptionReference, value: string | undefined): string {
  const parts = TYPES[type] ? [TYPES[type]] : type.split(' | ').map((part) => TYPES[part] ?? part);
  const all = value === 'None' || type === 'int' ? [...parts, 'None'] : parts;
  return [...new Set(all)].join(' | ');
}

const MAPPING = 'Mapping[str, Any]';
/** What is only read may be of any kind that reads alike, and values that become texts may be others. */
const TYPES: { readonly [type: string]: string } = {
  int: 'float | str',
  dict: MAPPING,
  'dict[str, str]': MAPPING,
  'list[str]': 'Sequence[str]',
  'list[Callable]': 'Sequence[Callable[..., Any] | str]',
  'list[dict]': `Sequence[${MAPPING}]`,
  'list[str | dict]': `Sequence[str | ${MAPPING}]`,
  'str | dict': `str | ${MAPPING} | Callable[..., Any]`,
};

function docstring({ text, options }: DecoratorReference): string {
  const rows = options.map((option) => `    - \`${option.name}\`: ${option.text}`);
  const more = rows.length === 0 ? '' : `\n\n${rows.join('\n')}\n    `;
  return `    """${(text + more).replaceAll('\\', '\\\\')}"""`;
}

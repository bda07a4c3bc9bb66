/** `self.next(…)`: the forms that Metaflow takes. Only a step's last statement counts. */
import type { Node } from 'web-tree-sitter';
import type { MisnamedStep, NextForm, NextModel } from '../model';
import { rangeOf } from '../positions';
import { mentionsInNext } from './places';
import { dottedName, isFloat, namedChildren, stringOf, valueOf } from './values';

/** The call that ends a function's body, if it is `self.next`. */
export function transitionOf(body: Node): NextModel | undefined {
  const last = namedChildren(body).at(-1);
  const call = withoutParentheses(
    last?.type === 'expression_statement' ? namedChildren(last)[0] : undefined,
  );
  if (call?.type !== 'call' || dottedName(call.childForFieldName('function')) !== 'self.next') {
    return undefined;
  }
  return nextOf(call);
}

function withoutParentheses(node: Node | undefined): Node | undefined {
  if (node?.type !== 'parenthesized_expression') return node;
  return withoutParentheses(namedChildren(node)[0]);
}

/** A call of `self.next`, wherever it stands. */
export function nextOf(call: Node): NextModel {
  const list = call.childForFieldName('arguments');
  const given = list?.type === 'argument_list' ? namedChildren(list) : [];
  const keywords = given.filter((each) => each.type === 'keyword_argument');
  const positional = given.filter((each) => each.type !== 'keyword_argument');
  const [only] = positional;
  const isSwitch = positional.length === 1 && only?.type === 'dictionary';
  return {
    range: rangeOf(call),
    mentions: mentionsInNext(call),
    misnamed: misnamedIn(isSwitch ? valuesOf(only) : positional),
    ...(isSwitch ? switchOf(only, keywords) : stepsOf(positional, keywords)),
  };
}

function valuesOf(dictionary: Node): Node[] {
  return namedChildren(dictionary).flatMap((pair) => pair.childForFieldName('value') ?? []);
}

function misnamedIn(nodes: readonly Node[]): MisnamedStep[] {
  return nodes.flatMap((node): MisnamedStep[] => {
    const range = rangeOf(node);
    if (node.type === 'identifier') return [{ name: node.text, how: 'bare', range }];
    if (node.type === 'call') {
      const name = /^self\.(\w+)$/.exec(dottedName(node.childForFieldName('function')) ?? '')?.[1];
      return name === undefined ? [] : [{ name, how: 'call', range }];
    }
    const text = stringOf(node);
    return text !== undefined && /^\w+$/.test(text) ? [{ name: text, how: 'text', range }] : [];
  });
}

type Parts = Pick<NextModel, 'form' | 'targets' | 'valid'>;

/** Positional targets. What is not `self.step` is left out, as Python's side leaves it out. */
function stepsOf(positional: readonly Node[], keywords: readonly Node[]): Parts {
  const targets = positional.flatMap((node) => targetOf(node) ?? []);
  const form = stepsForm(targets.length, keywords);
  const single = form.kind === 'foreach' || form.kind === 'parallel';
  return {
    form,
    targets,
    valid:
      targets.length > 0 &&
      targets.length === positional.length &&
      keywords.length === (single ? 1 : 0) &&
      (!single || targets.length === 1),
  };
}

function stepsForm(count: number, keywords: readonly Node[]): NextForm {
  const foreach = keywordOf(keywords, 'foreach');
  if (foreach) {
    const artifact = stringOf(foreach);
    return artifact === undefined ? { kind: 'foreach' } : { kind: 'foreach', artifact };
  }
  const parallel = keywordOf(keywords, 'num_parallel');
  if (parallel) {
    const size = valueOf(parallel);
    return typeof size === 'number' ? { kind: 'parallel', size } : { kind: 'parallel' };
  }
  return { kind: count > 1 ? 'branch' : 'linear' };
}

/** `self.next({'big': self.a, 'small': self.b}, condition='size')`. */
function switchOf(dictionary: Node, keywords: readonly Node[]): Parts {
  // A case that is written twice counts once, with its last step, as in Python's dictionary.
  const cases = new Map<string, NextModel['targets'][number]>();
  const nothing: Parts = { form: { kind: 'linear' }, targets: [], valid: false };
  for (const pair of namedChildren(dictionary)) {
    const key = caseOf(pair.childForFieldName('key'));
    const value = pair.childForFieldName('value');
    const target = value && dottedName(value)?.startsWith('self.') ? targetOf(value) : undefined;
    if (key === undefined || !target) return nothing;
    cases.set(key, target);
  }
  const targets = [...cases.values()];
  const given = keywordOf(keywords, 'condition');
  const condition = given && stringOf(given);
  if (condition === undefined || targets.length === 0) return nothing;
  const steps = Object.fromEntries([...cases].map(([key, { name }]) => [key, name]));
  return {
    form: { kind: 'switch', condition, cases: steps },
    targets,
    valid: keywords.length === 1,
  };
}

function keywordOf(keywords: readonly Node[], name: string): Node | undefined {
  const keyword = keywords.find((each) => each.childForFieldName('name')?.text === name);
  return keyword?.childForFieldName('value') ?? undefined;
}

/** `self.step` with the place of the name. */
function targetOf(node: Node): NextModel['targets'][number] | undefined {
  const name = node.type === 'attribute' ? node.childForFieldName('attribute') : null;
  return name && name.text !== '' ? { name: name.text, range: rangeOf(name) } : undefined;
}

/** Literals as Python's `str` writes them; `self.config.key` as Metaflow notes it in `_graph_info`. */
function caseOf(node: Node | null): string | undefined {
  const dotted = dottedName(node);
  const config = dotted === undefined ? undefined : /^self\.(\w+\.\w+)$/.exec(dotted)?.[1];
  if (config !== undefined) return `config:${config}`;
  // Metaflow reads no computed keys, and to Python `-1` is one.
  const value = node && node.type !== 'unary_operator' ? valueOf(node) : undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'number') return undefined;
  return node && isFloat(node) && Number.isInteger(value) ? value.toFixed(1) : String(value);
}

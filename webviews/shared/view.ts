/**
 * A page is a function of its data: views describe elements, `patch` makes the document match them with the fewest changes,
 * so that focus, text selection, hover and animations survive ten updates a second. Text is always text, never markup.
 */
type Listener = (event: Event) => void;

export interface View {
  readonly tag: string;
  /** Tells siblings apart that may move, come and go. */
  readonly key: string | undefined;
  readonly attributes: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, string>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly children: readonly Child[];
}
export type Child = View | string | false | null | undefined;

export interface Properties {
  readonly key?: string;
  /** Custom properties (`--state`) and others; set through the CSSOM, which a strict content policy allows. */
  readonly style?: { readonly [name: string]: string };
  readonly on?: { readonly [event: string]: Listener };
  /** Everything else is an attribute; true is an empty one, false and undefined are left out. */
  readonly [attribute: string]: unknown;
}

/** Describes an element. */
export function el(tag: string, properties: Properties = {}, ...children: readonly Child[]): View {
  const { key, style, on, ...attributes } = properties;
  return {
    tag,
    key,
    attributes: new Map(
      Object.entries(attributes).flatMap(([name, value]): [string, string][] => {
        if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
        return value === true ? [[name, '']] : [];
      }),
    ),
    styles: new Map(Object.entries(style ?? {})),
    listeners: new Map(Object.entries(on ?? {})),
    children,
  };
}

/** What an element shows now. */
const shown = new WeakMap<Node, View>();

/** Makes the children of `parent` match; elements that stay are changed in place. */
export function patch(parent: Element, children: readonly Child[]): void {
  const wanted = children.filter(
    (child) => child !== false && child !== null && child !== undefined,
  );
  const old = [...parent.childNodes];
  const keyed = new Map<string, ChildNode>();
  for (const node of old) {
    const key = shown.get(node)?.key;
    if (key !== undefined) keyed.set(key, node);
  }
  const rest = old.filter((node) => shown.get(node)?.key === undefined);
  const kept = new Set<ChildNode>();
  const nodes = wanted.map((child) => {
    const match = findMatch(child, keyed, rest);
    const node = match ?? create(child);
    if (match) kept.add(match);
    update(node, child);
    return node;
  });
  for (const node of old) if (!kept.has(node)) node.remove();
  nodes.forEach((node, index) => {
    const there = parent.childNodes[index] ?? null;
    if (there !== node) parent.insertBefore(node, there);
  });
}

function findMatch(
  child: View | string,
  keyed: Map<string, ChildNode>,
  rest: ChildNode[],
): ChildNode | undefined {
  const fits = (node: ChildNode) =>
    typeof child === 'string'
      ? node.nodeType === Node.TEXT_NODE
      : shown.get(node)?.tag === child.tag;
  if (typeof child !== 'string' && child.key !== undefined) {
    const node = keyed.get(child.key);
    keyed.delete(child.key);
    return node && fits(node) ? node : undefined;
  }
  const index = rest.findIndex(fits);
  return index < 0 ? undefined : rest.splice(index, 1)[0];
}

function create(child: View | string): ChildNode {
  if (typeof child === 'string') return document.createTextNode(child);
  const element = document.createElement(child.tag);
  for (const event of child.listeners.keys()) listen(element, event);
  return element;
}

/** One listener an event for the element's whole life; it finds what is wanted now. */
function listen(element: Element, event: string): void {
  element.addEventListener(event, (occurred) => {
    shown.get(element)?.listeners.get(event)?.(occurred);
  });
}

function update(node: ChildNode, child: View | string): void {
  if (typeof child === 'string') {
    if (node.textContent !== child) node.textContent = child;
    return;
  }
  if (!(node instanceof HTMLElement)) return;
  const before = shown.get(node);
  shown.set(node, child);
  for (const event of child.listeners.keys()) {
    if (before && !before.listeners.has(event)) listen(node, event);
  }
  for (const name of before?.attributes.keys() ?? []) {
    if (!child.attributes.has(name)) node.removeAttribute(name);
  }
  for (const [name, value] of child.attributes) {
    if (before?.attributes.get(name) !== value) node.setAttribute(name, value);
  }
  for (const name of before?.styles.keys() ?? []) {
    if (!child.styles.has(name)) node.style.removeProperty(name);
  }
  for (const [name, value] of child.styles) {
    if (before?.styles.get(name) !== value) node.style.setProperty(name, value);
  }
  patch(node, child.children);
  // A select shows what was picked last, whatever its options say.
  const value = child.attributes.get('value');
  if (node instanceof HTMLSelectElement && value !== undefined) node.value = value;
}

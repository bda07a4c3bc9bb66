// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { el, patch } from '../../../webviews/shared/view';
import { visibleRange } from '../../../webviews/shared/virtualRows';

let root: HTMLElement;
beforeEach(() => {
  document.body.replaceChildren();
  root = document.createElement('div');
  document.body.append(root);
});

const keyed = (...keys: string[]) => keys.map((key) => el('button', { key, id: key }, key));

describe('patch', () => {
  it('keeps elements, and with them the focus, when siblings come and go', () => {
    patch(root, keyed('a', 'b', 'c'));
    const before = root.querySelector<HTMLElement>('#b');
    before?.focus();
    patch(root, keyed('x', 'c', 'b'));
    expect(root.textContent).toBe('xcb');
    expect(root.querySelector('#b')).toBe(before);
    patch(root, keyed('b', 'y'));
    expect(document.activeElement).toBe(before);
  });

  it('changes, adds and takes away attributes, styles and texts', () => {
    patch(root, [el('p', { title: 'one', hidden: true, style: { '--state': 'red' } }, 'old')]);
    patch(root, [el('p', { class: 'two', hidden: false, style: { color: 'blue' } }, 'new')]);
    const paragraph = root.querySelector('p');
    expect(paragraph?.getAttributeNames()).toEqual(expect.arrayContaining(['class']));
    expect(paragraph?.hasAttribute('title')).toBe(false);
    expect(paragraph?.hasAttribute('hidden')).toBe(false);
    expect(paragraph?.style.getPropertyValue('--state')).toBe('');
    expect(paragraph?.style.color).toBe('blue');
    expect(paragraph?.textContent).toBe('new');
  });

  it('calls the newest listener, once', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    patch(root, [el('button', { on: { click: first } })]);
    patch(root, [el('button', { on: { click: second } })]);
    root.querySelector('button')?.click();
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  it('listens to events that came later', () => {
    const late = vi.fn();
    patch(root, [el('button')]);
    patch(root, [el('button', { on: { click: late } })]);
    root.querySelector('button')?.click();
    expect(late).toHaveBeenCalledOnce();
  });

  it('never reads text as markup', () => {
    patch(root, [el('p', {}, '<img src=x onerror=alert(1)>')]);
    expect(root.querySelector('img')).toBeNull();
    expect(root.textContent).toBe('<img src=x onerror=alert(1)>');
  });

  it('sets what a select shows, after the person has picked something', () => {
    const select = (value: string) =>
      el('select', { value }, ...['a', 'b'].map((name) => el('option', { value: name }, name)));
    patch(root, [select('a')]);
    const element = root.querySelector('select');
    if (element) element.value = 'b';
    patch(root, [select('a')]);
    expect(element?.value).toBe('a');
  });
});

describe('visibleRange', () => {
  it('covers what is in sight and a little more', () => {
    expect(visibleRange(2_900, 290, 29, 10_000, 10)).toEqual({ first: 90, end: 120 });
  });
  it('ends with the list', () => {
    expect(visibleRange(0, 600, 29, 3)).toEqual({ first: 0, end: 3 });
    expect(visibleRange(9_000, 600, 29, 5)).toEqual({ first: 4, end: 5 });
    expect(visibleRange(0, 600, 29, 0)).toEqual({ first: 0, end: 0 });
  });
});

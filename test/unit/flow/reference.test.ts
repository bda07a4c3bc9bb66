/** The reference tells of all that there is, and docs/decorators.md is made from it. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { KNOWN_DECORATORS } from '../../../runner/flow/decorators';
import {
  CURRENT,
  decoratorLink,
  DECORATORS,
  defaultOf,
  type DecoratorReference,
} from '../../../runner/flow/reference';

it('has every decorator with exactly its options', () => {
  const told = [...DECORATORS].map(([name, { options }]) => [
    name,
    options.map((each) => each.name).sort(),
  ]);
  const known = Object.entries(KNOWN_DECORATORS).map(([name, { defaults }]) => [
    name,
    Object.keys(defaults).sort(),
  ]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
});

it('begins each text with a sentence of its own', () => {
  for (const [name, { text, options }] of DECORATORS) {
    for (const each of [text, ...options.map((option) => option.text)]) {
      expect(each, name).toMatch(/^[A-Z`].*\.$/s);
    }
  }
});

it('has snippets that begin with their decorator’s name', () => {
  for (const [name, { snippet }] of DECORATORS)
    expect(snippet ?? name).toMatch(new RegExp(`^${name}\\b`));
});

it('names attributes of current that it tells of', () => {
  const known = CURRENT.map(({ name }) => name);
  for (const { current = [] } of DECORATORS.values())
    expect(known).toEqual(expect.arrayContaining([...current]));
});

it('links to a heading of the page', () => {
  expect(decoratorLink('retry')).toMatch(/docs\/decorators\.md#retry$/);
});

/** After a text has changed: `npx vitest run --project unit test/unit/flow/reference.test.ts -u`. */
it('is the page of decorators', async () => {
  const parts = (['step', 'flow'] as const).map((on) => {
    const all = [...DECORATORS].filter(([name]) => KNOWN_DECORATORS[name]?.on === on);
    return `# Decorators of ${on}s\n\n${all.map(([name, reference]) => section(name, reference)).join('\n')}`;
  });
  const page = `<!-- Made from runner/flow/reference: change the texts there. -->\n\n${parts.join('\n')}`;
  await expect(page).toMatchFileSnapshot(
    path.resolve(import.meta.dirname, '../../../docs/decorators.md'),
  );
});

function section(name: string, { text, options, current }: DecoratorReference): string {
  const rows = options.map((option) => {
    const value = defaultOf(option, name);
    const meaning = option.values
      ? `${option.text} One of ${option.values.map((each) => `\`${each}\``).join(', ')}.`
      : option.text;
    return `| \`${option.name}\` | \`${option.type.replaceAll('|', '\\|')}\` | ${value === undefined ? '' : `\`${value}\``} | ${meaning} |\n`;
  });
  const table =
    rows.length === 0
      ? ''
      : `\n| option | type | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  const added = current
    ? `\nAdds ${current.map((each) => `\`current.${each}\``).join(', ')}.\n`
    : '';
  return `## ${name}\n\n${text}\n${table}${added}`;
}

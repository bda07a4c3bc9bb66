import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { STATE_LOOKS } from '../../../runner/drawing/states';

const folder = path.resolve(import.meta.dirname, '../../../webviews/run');
const sheets = readdirSync(folder).filter((file) => file.endsWith('.css'));
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

it.each(sheets)('%s takes its colours from the theme', (file) => {
  const rules = read(file).replace(/\/\*.*?\*\//gs, '');
  // The one fallback is for themes that name no line colour.
  const own = rules.match(/#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\bhsla?\([^)]*\)/gi) ?? [];
  expect(own.filter((colour) => colour !== 'rgba(128, 128, 128, 0.35)')).toEqual([]);
});

it('knows a glyph for every state', () => {
  const known = readFileSync(
    path.resolve(folder, '../../node_modules/@vscode/codicons/dist/codicon.css'),
    'utf8',
  );
  for (const look of Object.values(STATE_LOOKS)) expect(known).toContain(`.codicon-${look.glyph}:`);
});

it('never writes markup from data', () => {
  const sources = [folder, path.resolve(folder, '../shared')].flatMap((place) =>
    readdirSync(place)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(place, file), 'utf8')),
  );
  expect(sources.filter((source) => /innerHTML|outerHTML|insertAdjacentHTML/.test(source))).toEqual(
    [],
  );
});

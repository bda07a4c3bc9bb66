/** A short walk of `npm run fuzz`, the same every time. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { fuzzCase, Fuzzer, shrunk } from '../../fixtures/fuzzing';
import { pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const folder = path.resolve(import.meta.dirname, '../../flows');
const TEXTS = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'));

describe('a flow that is edited at random', () => {
  it('is known as if it were read anew, and every feature answers with places in the text', async () => {
    const fuzzer = new Fuzzer(parser);
    for (let seed = 1; seed <= 20; seed++) {
      const played = fuzzCase(seed, TEXTS);
      const failure = await fuzzer.play(played);
      const smallest = failure ? await shrunk(fuzzer, played) : undefined;
      expect({ failure, smallest }).toEqual({ failure: undefined, smallest: undefined });
    }
  });
});

/** Our reading of pickles against Python's own: same reprs, same values, in all protocols. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPickle, repr, toJson } from '../../runner/datastore/pickle';

const folder = path.join(import.meta.dirname, 'datastore');
const officialPython = path.resolve(import.meta.dirname, '../../.venv-test/bin/python');

interface Sample {
  readonly protocol: number;
  readonly pickle: string;
  readonly repr: string;
  readonly json?: unknown;
  readonly shape?: readonly number[];
  readonly values?: unknown;
}

function samples(python: string, script: string, ...args: readonly string[]): readonly Sample[] {
  const output = execFileSync(python, [path.join(folder, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample);
}

const valueOf = ({ pickle }: Sample) => readPickle(Buffer.from(pickle, 'base64'));
const label = ({ protocol, repr: text }: Sample): string => `${protocol}: ${text}`;

describe('values that Python pickled', () => {
  // A new seed would find new cases but could not be repeated: change it by hand.
  const all = samples('python3', 'values.py', '20261123');

  it('are shown as Python shows them', () => {
    const ours = all.map((sample) => `${sample.protocol}: ${repr(valueOf(sample))}`);
    expect(ours).toEqual(all.map(label));
  });

  it('are exported by the documented mapping', () => {
    const withJson = all.filter((sample) => 'json' in sample);
    expect(withJson.length).toBeGreaterThan(1000);
    for (const sample of withJson) {
      expect(JSON.parse(JSON.stringify(toJson(valueOf(sample))))).toEqual(sample.json);
    }
  });

  it('are never longer than asked for, and are the beginning of the whole', () => {
    for (const sample of all) {
      const short = repr(valueOf(sample), 40);
      expect(short.length).toBeLessThanOrEqual(40);
      const start = short.endsWith('…') ? short.slice(0, -1) : short;
      expect(sample.repr.startsWith(start)).toBe(true);
    }
  });
});

describe('values of numpy and pandas', () => {
  const all = samples(officialPython, 'arrays.py');

  it('are shown with what can be known without their libraries', () => {
    const ours = all.map((sample) => `${sample.protocol}: ${repr(valueOf(sample))}`);
    expect(ours).toEqual(all.map(label));
  });

  it('are exported with shape and values', () => {
    const arrays = all.filter(({ values }) => values !== null);
    expect(arrays.length).toBeGreaterThan(20);
    for (const { pickle, shape, values, repr: text } of arrays) {
      const json = toJson(readPickle(Buffer.from(pickle, 'base64')));
      expect(json, text).toMatchObject({ $type: 'numpy.ndarray', shape, values });
    }
  });

  it('are recognized by the beginning of their pickle', () => {
    const frame = all.find(({ repr: text }) => text.startsWith('DataFrame(1000'));
    const array = all.find(
      ({ protocol, repr: text }) => protocol === 4 && text.startsWith('array(shape=(4,)'),
    );
    const start = (sample: Sample | undefined, end: number): string =>
      repr(
        readPickle(Buffer.from(sample?.pickle ?? '', 'base64').subarray(0, end), {
          partial: true,
        }),
      );
    expect(start(frame, 2000)).toBe('DataFrame(1000 rows × ? columns)');
    expect(start(array, -21)).toMatch(/^array\(shape=\(4,\), dtype=int64, values=\[0, 3, …\]/);
  });
});

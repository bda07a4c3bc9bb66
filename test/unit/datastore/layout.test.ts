import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as layout from '../../../runner/datastore/layout';

interface GoldenCase {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly expected: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../golden/layout.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

const functions = layout as unknown as {
  readonly [name: string]: ((...args: readonly unknown[]) => unknown) | undefined;
};
const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('the layout', () => {
  it.each(cases)('$name gives $expected', ({ name, args, expected }) => {
    expect(functions[camelCase(name)]?.(...args)).toBe(expected);
  });

  it('reads back the names of attempt files', () => {
    expect(layout.parseTaskFileName('3.attempt.json')).toEqual({
      attempt: 3,
      file: 'attempt.json',
    });
    expect(layout.parseTaskFileName('5.flowdeck')).toEqual({ attempt: 5, file: 'flowdeck' });
    expect(layout.parseTaskFileName('.flowdeck-1-2.tmp')).toBeUndefined();
    expect(layout.parseTaskFileName('_resume_done')).toBeUndefined();
  });

  it('reads back the names of metadata records, whose fields may contain underscores', () => {
    expect(layout.parseSysmetaName('sysmeta_attempt_ok_1795447042358.json')).toEqual({
      field: 'attempt_ok',
      ms: 1795447042358,
    });
    expect(layout.parseSysmetaName('0_artifact_x.json')).toBeUndefined();
  });

  it('knows what is neither run nor step', () => {
    expect(['data', '_meta', 'flowdeck', '.gitignore', '12'].filter(layout.isRunFolder)).toEqual([
      '12',
    ]);
    expect(['_meta', 'flowdeck', '_parameters', 'start'].filter(layout.isStepFolder)).toEqual([
      'start',
    ]);
  });
});

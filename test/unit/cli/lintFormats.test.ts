/** The forms in which `flowdeck lint` tells what it found. */
import { describe, expect, it } from 'vitest';
import type { LintFinding, LintReport } from '../../../runner/cli/lint/finding';
import { asGithub } from '../../../runner/cli/lint/formats/github';
import { asJson } from '../../../runner/cli/lint/formats/json';
import { asSarif } from '../../../runner/cli/lint/formats/sarif';
import { asText } from '../../../runner/cli/lint/formats/text';

const CWD = '/work space';
const FINDING: LintFinding = {
  file: '/work space/flows/a b.py',
  line: 5,
  column: 24,
  endLine: 5,
  endColumn: 27,
  code: 'unknown-step',
  severity: 'error',
  message: 'Step start goes to edn: 100 %, not a step',
  remedy: 'Did you mean self.end?',
  fixable: true,
};
const HINT: LintFinding = {
  ...FINDING,
  file: '/else/where.py',
  endLine: 7,
  code: 'early-return',
  severity: 'hint',
  message: 'Two\nlines',
  fixable: false,
};
const REPORT: LintReport = {
  findings: [FINDING, (({ remedy: _, ...rest }) => rest)(HINT)],
  problems: [],
  applied: [],
  files: 2,
  flows: 1,
};
const CLEAN: LintReport = { ...REPORT, findings: [] };
const plain = (_style: unknown, text: string): string => text;

describe('text', () => {
  it('has a line a finding, what to do below it, and counts', () => {
    expect(asText(REPORT, CWD, plain)).toBe(
      `flows/a b.py:5:24 error unknown-step Step start goes to edn: 100 %, not a step
    Did you mean self.end?

/else/where.py:5:24 hint early-return Two
lines

1 flow in 2 files: 1 error, 1 hint (1 can be mended with --fix)
`,
    );
  });

  it('says that all is well, and what was mended', () => {
    const applied = [{ file: '/work space/a.py', code: 'unknown-step', title: 'Write end' }];
    expect(asText({ ...CLEAN, applied }, CWD, plain)).toBe(
      'a.py fixed unknown-step Write end\n\n✓ 1 flow in 2 files: nothing to say, 1 fixed\n',
    );
  });
});

describe('JSON', () => {
  it('is an array with paths from the current folder', () => {
    const [first, second] = JSON.parse(asJson(REPORT, CWD)) as LintFinding[];
    expect(first).toEqual({ ...FINDING, file: 'flows/a b.py' });
    expect(second?.file).toBe('/else/where.py');
    expect(asJson(CLEAN, CWD)).toBe('[]\n');
  });
});

describe("GitHub's remarks", () => {
  it('escape what would end a property or a line', () => {
    expect(asGithub(REPORT, CWD)).toBe(
      '::error file=flows/a b.py,line=5,endLine=5,col=24,endColumn=27,title=Flowdeck%3A unknown-step::' +
        'Step start goes to edn: 100 %25, not a step. Did you mean self.end?\n' +
        '::notice file=/else/where.py,line=5,endLine=7,title=Flowdeck%3A early-return::Two%0Alines.\n',
    );
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly originalUriBaseIds: { readonly [id: string]: { readonly uri: string } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly [
        {
          readonly physicalLocation: { readonly artifactLocation: object; readonly region: object };
        },
      ];
    }[];
  }[];
}

describe('SARIF', () => {
  it('has what version 2.1.0 asks of a log', () => {
    const log = JSON.parse(asSarif(REPORT, CWD, '1.2.3')) as Sarif;
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run?.tool.driver).toMatchObject({ name: 'Flowdeck', version: '1.2.3' });
    expect(run?.originalUriBaseIds).toEqual({ SRCROOT: { uri: 'file:///work%20space/' } });
    for (const result of run?.results ?? []) {
      // §3.27.6: an index points to the rule of that id.
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).not.toBe('');
    }
    expect(run?.results.map(({ locations: [{ physicalLocation }] }) => physicalLocation)).toEqual([
      {
        artifactLocation: { uri: 'flows/a%20b.py', uriBaseId: 'SRCROOT' },
        region: { startLine: 5, startColumn: 24, endLine: 5, endColumn: 27 },
      },
      {
        artifactLocation: { uri: 'file:///else/where.py' },
        region: { startLine: 5, startColumn: 24, endLine: 7, endColumn: 27 },
      },
    ]);
  });

  it('is a log without results when there is nothing to say', () => {
    const log = JSON.parse(asSarif(CLEAN, CWD, '1.2.3')) as Sarif;
    expect(log.runs[0]?.results).toEqual([]);
  });
});

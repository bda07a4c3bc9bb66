/** Signatures and hovers of what Metaflow brings; `¦` marks the cursor. */
import { beforeAll, describe, expect, it } from 'vitest';
import { hover } from '../../../language-server/features/hover';
import { signatureHelp } from '../../../language-server/features/signatureHelp';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';
import { asking } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const HEAD = 'from metaflow import FlowSpec, Parameter, card, current, retry, step\n\n';
const inStep = (line: string, above = ''): string =>
  `${HEAD}class F(FlowSpec):\n    ${above}\n    @step\n    def start(self):\n        ${line}\n`;

/** The signature's argument that is marked. */
function active(marked: string): string | undefined {
  const help = signatureHelp(asking(parser, marked));
  const [signature] = help?.signatures ?? [];
  const label = signature?.parameters?.[help?.activeParameter ?? -1]?.label;
  return Array.isArray(label) ? signature?.label.slice(...label) : undefined;
}

describe('signature help', () => {
  it.each([
    ['a decorator’s option', inStep('pass', '@retry(times=¦)'), 'times: int = 3'],
    [
      'an option that is half-typed below',
      inStep('pass', '@retry(minutes_between_retries=¦'),
      'minutes_between_retries: int = 2',
    ],
    ['a target of self.next', inStep('self.next(¦)'), '*steps: step | dict[str, step]'],
    ['the foreach of self.next', inStep("self.next(self.a, foreach='¦')"), 'foreach: str = None'],
    [
      'what is excluded from a merge',
      inStep("self.merge_artifacts(inputs, exclude=['¦'])"),
      'exclude: list[str] = []',
    ],
    [
      'an argument by its position',
      `${HEAD}class F(FlowSpec):\n    a = Parameter('a', ¦)\n`,
      'default: str | int | float | bool | dict | list | Callable = None',
    ],
  ])('marks %s', (_name, marked, expected) => {
    expect(active(marked)).toBe(expected);
  });

  it('is about Metaflow’s calls alone', () => {
    for (const line of ['print(¦)', 'self.helper(¦)', 'self.next(self.a)¦', '# self.next(¦']) {
      expect(signatureHelp(asking(parser, inStep(line))), line).toBeUndefined();
    }
    expect(signatureHelp(asking(parser, 'def next(self): pass\nself.next(¦)\n'))).toBeUndefined();
  });
});

describe('hovers', () => {
  const told = (marked: string): string =>
    JSON.stringify(hover(asking(parser, marked))?.contents ?? null);

  it.each([
    ['a decorator', inStep('pass', '@re¦try(times=2)'), 'minutes_between_retries'],
    ['its option', inStep('pass', '@retry(ti¦mes=2)'), 'times: int = 3'],
    ['a name in its import', HEAD.replace('card', 'ca¦rd'), 'docs/decorators.md#card'],
    ['an attribute of current', inStep('print(current.run¦_id)'), 'The id of this run.'],
    ['an attribute of current.card', inStep('current.card.app¦end(1)'), 'below the others'],
    ['self.next', inStep('self.ne¦xt(self.end)'), 'foreach'],
    [
      'a parameter’s class',
      `${HEAD}class F(FlowSpec):\n    a = Para¦meter('a')\n`,
      'given when a run starts',
    ],
  ])('tell of %s', (_name, marked, expected) => {
    expect(told(marked)).toContain(expected);
  });

  it('say nothing of names that only look alike', () => {
    expect(told('def retry(): pass\n\n@ret¦ry\ndef f(): pass\n')).toBe('null');
    expect(told(inStep('thing.run¦_id'))).toBe('null');
    expect(told('from tenacity import ret¦ry\n')).toBe('null');
  });
});

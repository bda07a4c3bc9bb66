/** Refactorings as code actions: which are offered for what is asked, and what they bring. */
import type { CodeAction, CodeActionContext } from 'vscode-languageserver';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeActionsFeature } from '../../../language-server/features/codeActions';
import { REFACTORING_KINDS, refactorings } from '../../../language-server/features/refactorings';
import { converted } from '../../../language-server/conversion';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';
import { withSelection } from '../analysis/refactor/selecting';
import { asking } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const FLOW = `from metaflow import FlowSpec, step

class F(FlowSpec):
    @step
    def start(self):
        f = open('x')
        n = 1
        print(f, n)
        self.next(self.end)

    @step
    def end(self):
        pass
`;

function offered(marked: string, only?: readonly string[]): CodeAction[] {
  const { text, range } = withSelection(marked);
  const context: CodeActionContext = { diagnostics: [], ...(only ? { only: [...only] } : {}) };
  return refactorings(asking(parser, text), range, context);
}
const titles = (actions: readonly CodeAction[]): string[] => actions.map(({ title }) => title);

describe('the light bulb', () => {
  it('shows nothing amid a body, and what can be done to a step on its head', () => {
    expect(titles(offered(FLOW.replace('n = 1', 'n¦ = 1')))).toEqual([]);
    expect(titles(offered(FLOW.replace('start(', 'st¦art(')))).toEqual([
      'Add a step after “start”',
      'Add @retry to the step',
      'Add @resources to the step',
      'Add @timeout to the step',
      'Add @catch to the step',
      'Add @card to the step',
    ]);
  });

  it('shows what is refused to those who ask for refactorings', () => {
    const marked = FLOW.replace('print(f, n)', '«print(f, n)»');
    expect(offered(marked)).toEqual([]);
    expect(offered(marked, ['refactor'])).toMatchObject([
      {
        title: 'Extract to a new step',
        kind: 'refactor.extract.flowdeck.step',
        disabled: { reason: expect.stringContaining('f is something of this process') as string },
      },
    ]);
    expect(offered(marked, ['quickfix'])).toEqual([]);
  });

  it('changes the document, then opens the rename box on the new name', () => {
    const [action] = offered(
      FLOW.replace("f = open('x')\n", '\n').replace('print(f, n)', '«print(n)»'),
    );
    const uri = 'file:///flows/test.py';
    expect(action?.edit?.changes?.[uri]?.map(({ newText }) => newText)).toEqual([
      '        self.n = n\n        self.next(self.new_step)\n\n    @step\n    def new_step(self):\n',
      'self.n',
    ]);
    expect(action?.command).toMatchObject({
      command: 'flowdeck.renameHere',
      arguments: [{ uri, position: { line: 11, character: 8 } }],
    });
  });

  it('is announced', () => {
    const { codeActionProvider } = codeActionsFeature.capabilities;
    const kinds = typeof codeActionProvider === 'object' ? codeActionProvider.codeActionKinds : [];
    for (const kind of Object.values(REFACTORING_KINDS)) {
      expect(kinds?.some((each) => kind.startsWith(`${each}.`))).toBe(true);
    }
  });
});

describe('a conversion', () => {
  it('takes the cells of a notebook, or the text of a script', () => {
    const cells = [{ kind: 'code' as const, text: 'a = 1\na' }];
    expect(converted(parser, { name: 'x', content: { cells } })).toMatchObject({
      flow: 'XFlow',
      text: expect.stringContaining('print(a)') as string,
    });
    const script = converted(parser, { name: 'x', content: { text: '# %%\na = 1\na' } });
    expect('text' in script && script.text.includes('print')).toBe(false);
    expect(converted(parser, { name: 'x', content: { text: 'a = (' } })).toMatchObject({ cell: 1 });
  });
});

/** The light bulb over a finding, and what the diagnostics say beyond their message. */
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeActions } from '../../../language-server/features/codeActions';
import { diagnostics } from '../../../language-server/features/diagnostics';
import { FIX_ALL } from '../../../language-server/features/quickFixes';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { applied } from '../analysis/fixing';
import { pythonParser } from '../analysis/snippet';
import { asking } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const TWO_MISTAKES = `from metaflow import FlowSpec, retry, step

class F(FlowSpec):
    @retry(times=1)
    @retry(times=1)
    @step
    def start(self):
        self.next(self.tra¦in_)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
`;

interface Offered {
  readonly actions: readonly CodeAction[];
  readonly shown: readonly Diagnostic[];
  readonly text: string;
}

/** What is offered at the cursor for what the editor shows there. */
function offered(marked: string, only?: string[]): Offered {
  const asked = asking(parser, marked);
  const shown = diagnostics(asked.flows, asked.findings, asked.uriOf);
  const range = { start: asked.position, end: asked.position };
  const context = { diagnostics: shown, ...(only ? { only } : {}) };
  return { actions: codeActions(asked, { range, context }), shown, text: asked.text };
}

function after({ actions, text }: Offered, title: string): string | undefined {
  const edits = Object.entries(actions.find((each) => each.title === title)?.edit?.changes ?? {});
  const [own] = edits;
  return (
    own &&
    applied(
      text,
      own[1].map((edit) => ({ ...edit, file: '' })),
    )
  );
}

const titles = ({ actions }: Offered): string[] =>
  actions.filter(({ kind }) => kind === 'quickfix').map(({ title }) => title);

describe('the light bulb', () => {
  it('offers what mends the finding, the best first, and to ignore it last', () => {
    const found = offered(TWO_MISTAKES);
    expect(titles(found)).toEqual([
      'Go to train',
      'Add the step train_',
      'Ignore unknown-step here',
    ]);
    expect(found.actions.map(({ isPreferred }) => isPreferred ?? false).slice(0, 3)).toEqual([
      true,
      false,
      false,
    ]);
    expect(found.actions[0]?.diagnostics).toEqual([
      expect.objectContaining({ code: 'unknown-step' }),
    ]);
    expect(after(found, 'Go to train')).toContain('self.next(self.train)\n');
  });

  it('offers nothing for what the editor does not show', () => {
    const asked = asking(parser, TWO_MISTAKES);
    const range = { start: asked.position, end: asked.position };
    expect(codeActions(asked, { range, context: { diagnostics: [], only: ['quickfix'] } })).toEqual(
      [],
    );
  });

  it('mends all that is surely meant at once', () => {
    const found = offered(TWO_MISTAKES, ['source.fixAll']);
    expect(found.actions.map(({ kind }) => kind)).toEqual([FIX_ALL]);
    const text = after(found, found.actions[0]?.title ?? '');
    expect(text).toContain('self.next(self.train)\n');
    expect(text?.match(/@retry/g)).toHaveLength(1);
  });

  it('says nothing of a whole file in which nothing is wrong', () => {
    const sound = TWO_MISTAKES.replace('tra¦in_', '¦train').replace('    @retry(times=1)\n', '');
    expect(offered(sound, ['source.fixAll']).actions).toEqual([]);
  });
});

describe('a diagnostic', () => {
  it('leads to the page of its rule', () => {
    expect(
      offered(TWO_MISTAKES).shown.map(({ codeDescription }) => codeDescription?.href),
    ).toContain('https://github.com/flowdeck/flowdeck/blob/main/docs/rules/unknown-step.md');
  });

  it('names the other places that explain it', () => {
    const text = `from metaflow import FlowSpec, Parameter, step

class F(FlowSpec):
    a = Parameter('x', default=1)
    ¦b = Parameter('X', default=2)
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
`;
    expect(offered(text).shown[0]).toMatchObject({
      code: 'duplicate-parameter',
      relatedInformation: [
        { location: { uri: 'file:///flows/test.py', range: { start: { line: 3, character: 4 } } } },
      ],
    });
  });

  it('stands once where two flows share a class', () => {
    const text = `from metaflow import FlowSpec, step

class Base(FlowSpec):
    @step
    def start(self):
        self.next('end')¦
    @step
    def end(self):
        pass

class One(Base):
    pass

class Two(Base):
    pass
`;
    expect(offered(text).shown.filter(({ code }) => code === 'invalid-next')).toHaveLength(1);
  });
});

/** Writing a flow by following the editor: completions, quick fixes, renames, refactorings, values of the last run. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from './harness/editor';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

/** Words of the text itself would stand among the suggestions. */
const SETTINGS = { 'editor.wordBasedSuggestions': 'off' };

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open({
    workspace: path.join(import.meta.dirname, 'workspaces/writing'),
    settings: SETTINGS,
  });
});
afterAll(() => workbench[Symbol.asyncDispose]());
photographFailures(() => workbench);

describe('a flow from an empty file', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = new Editor(workbench, 'models.py');
    await editor.open();
  });

  /** A step that some `self.next` names, as a snippet; the caret is on its first statement then. */
  const define = async (step: string): Promise<void> => {
    await workbench.page.keyboard.press('End');
    await editor.type('\n\n    def ');
    await editor.complete(step);
  };

  it('is written by completions', async () => {
    await editor.type('from metaflow import ');
    await editor.complete('FlowSpec');
    await editor.type('\n\n\nclass ModelsFlow(FlowSpec):\n    def ');
    await workbench.screenshot('completion-first-step');
    await editor.complete('start');
    await editor.type('self.sizes = [1, 2, 3]');
    await workbench.page.keyboard.press('Tab');
    await editor.type("train, foreach='");
    await editor.complete('sizes');
    await define('train');
    await editor.type('self.score = 1 / self.');
    expect(await editor.suggestions()).toContain('input');
    await workbench.screenshot('completion-artifacts');
    await editor.suggestion('input').first().click();
    await workbench.page.keyboard.press('ArrowDown');
    await define('join');
    await editor.type('self.best = inputs[0].');
    await editor.complete('score');
    await workbench.page.keyboard.press('ArrowDown');
    await define('end');
    await editor.type('print(self.');
    expect((await editor.suggestions())[0]).toBe('best');
    await workbench.screenshot('completion-reaching');
    await editor.suggestion('best').first().click();
    await editor.type(")\n\n\nif __name__ == '__main__':\n    ModelsFlow()\n");
    await workbench.lens('Run').first().waitFor();
    const text = await editor.saved();
    expect(text).toContain('import FlowSpec, step');
    expect(text).toContain("self.next(self.train, foreach='sizes')");
    expect(text).toContain('def join(self, inputs):');
    expect(text).toContain('        self.next(self.end)');
    expect(await editor.squiggles('error').count()).toBe(0);
  });

  it('says what is wrong, and mends it', async () => {
    await editor.goToText('self.join)', 'behind');
    await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('Backspace');
    await editor.squiggles('error').first().waitFor();
    await workbench.screenshot('diagnostic');
    await editor.act(/join/);
    await editor.squiggles('error').first().waitFor({ state: 'detached' });
    expect(await editor.saved()).toContain('self.next(self.join)');
  });

  it('renames a step wherever it is named', async () => {
    await editor.goToText('train(self)');
    await editor.rename('fit');
    const text = await editor.saved();
    expect(text).toContain('def fit(self)');
    expect(text).toContain("self.next(self.fit, foreach='sizes')");
    expect(text).not.toContain('train');
  });
});

describe('a flow that ran', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = new Editor(workbench, 'scores.py');
    await editor.open();
  });

  it('shows the values of its last run where its artifacts are named', async () => {
    const page = new RunPage(workbench);
    await workbench.clickLens(/^\s*Run$/, page.header.getByText(/running|succeeded/));
    await page.untilRun(/succeeded/);
    await editor.open();
    await editor.goToText('summary)');
    const hover = await editor.hover();
    await hover.getByText('tree wins by 0.04').first().waitFor();
    await workbench.screenshot('hover-value');
    await workbench.page.keyboard.press('Escape');
  });

  it('gives part of a step a step of its own', async () => {
    await editor.goToText('        margin =');
    await editor.selectLines(2);
    await editor.act(/extract.*step/i);
    const text = await editor.saved();
    await workbench.screenshot('extracted-step');
    expect(text.match(/@step/g)).toHaveLength(4);
    expect(text).toContain('self.best');
    await workbench.page.keyboard.press('Escape');
    expect(await editor.squiggles('error').count()).toBe(0);
  });
});

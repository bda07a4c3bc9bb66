/** The text editor, by what a person does in it and sees of it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Workbench } from './workbench';

export class Editor {
  private readonly page: Page;

  constructor(
    private readonly workbench: Workbench,
    /** In the workspace. */
    private readonly file: string,
  ) {
    this.page = workbench.page;
  }

  async open(): Promise<void> {
    await this.workbench.openFile(this.file);
    await this.page.locator('.monaco-editor .view-lines').first().click();
  }

  /** Puts the caret; both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Before (or behind) the only occurrence of the text in the file as it is now. */
  async goToText(text: string, side: 'before' | 'behind' = 'before'): Promise<void> {
    const content = await this.saved();
    const at = content.indexOf(text);
    if (at < 0) throw new Error(`${this.file} has no ${text}`);
    const lines = content.slice(0, at + (side === 'behind' ? text.length : 0)).split('\n');
    await this.goTo(lines.length, (lines.at(-1)?.length ?? 0) + 1);
  }

  /** From the caret on, character keys held with Shift: whole lines. */
  async selectLines(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.page.keyboard.press('Shift+ArrowDown');
  }

  /** As if pasted: nothing is indented or closed by the editor. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Saves, and gives what is on the disk then. */
  async saved(): Promise<string> {
    await this.page.keyboard.press('Control+S');
    await this.page
      .locator('.tab.active:not(.dirty)', { hasText: path.basename(this.file) })
      .waitFor();
    return readFile(path.join(this.workbench.server.workspace, this.file), 'utf8');
  }

  /** The rows of the list of suggestions, opened at the caret; the first ones as they are shown. */
  async suggestions(): Promise<string[]> {
    await this.page.keyboard.press('Control+Space');
    await this.suggestion().first().waitFor();
    return this.suggestion().locator('.label-name').allTextContents();
  }

  /** A suggestion that is shown. */
  suggestion(label?: string | RegExp): Locator {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    return label === undefined ? rows : rows.filter({ hasText: label });
  }

  /** Opens the list at the caret and takes this one. */
  async complete(label: string | RegExp): Promise<void> {
    await this.suggestions();
    await this.suggestion(label).first().click();
    await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /** Waves under the text. */
  squiggles(kind: 'error' | 'warning'): Locator {
    return this.page.locator(`.squiggly-${kind}`);
  }

  /** Quick fixes and refactorings at the caret or the selection. */
  async act(title: string | RegExp): Promise<void> {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The light bulb's list is empty until the server has read the newest text.
    for (let tries = 0; tries < 5; tries++) {
      await this.page.keyboard.press('Control+.');
      if (await row.waitFor({ timeout: 3000 }).then(...settled)) break;
      await this.page.keyboard.press('Escape');
    }
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  /** Of the name at the caret, to one that the text on the screen does not have yet. */
  async rename(name: string): Promise<void> {
    await this.page.keyboard.press('F2');
    const input = this.page.locator('.rename-box input').first();
    await input.waitFor();
    await input.fill(name);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.locator('.view-lines', { hasText: name }).first().waitFor();
  }

  /** What is said about the name at the caret. */
  async hover(): Promise<Locator> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
    await hover.first().waitFor();
    return hover.first();
  }
}

const settled = [() => true, () => false] as const;

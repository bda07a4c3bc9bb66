/** The Run page, by what a person sees on it. */
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

export class RunPage {
  readonly frame: FrameLocator;

  constructor(workbench: Workbench, n = 0) {
    this.frame = workbench.webview(n);
  }

  /** The pill beside the flow's name: "succeeded · 9.8 s". */
  get header(): Locator {
    return this.frame.locator('header');
  }

  node(step: string): Locator {
    return this.frame.locator(`[role=option][data-step="${step}"]`);
  }

  /** Resolves when the step's node says this state. */
  async untilStep(step: string, state: string): Promise<void> {
    await this.frame.locator(`[role=option][data-step="${step}"][data-state="${state}"]`).waitFor();
  }

  async untilRun(words: string | RegExp): Promise<void> {
    await this.header.getByText(words).first().waitFor();
  }

  async openTab(name: 'Graph' | 'Tasks' | 'Log' | 'Artifacts'): Promise<Locator> {
    await this.frame.getByRole('tab', { name }).click();
    return this.frame.getByRole('tabpanel', { name });
  }

  async press(button: string): Promise<void> {
    await this.header.getByRole('button', { name: button }).click();
  }
}

/** What a person does in the workbench, by name: open a file, click a lens, look at a page. */
import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { startServer, type ServerOptions, type WorkbenchServer } from './server';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../../out/e2e');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  // Resources of webviews are answered by a service worker; whatever else asks the network fails.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export class Workbench implements AsyncDisposable {
  private constructor(
    readonly server: WorkbenchServer,
    private readonly browser: Browser,
    readonly page: Page,
    /** Requests to anywhere but this machine. */
    readonly foreignRequests: readonly string[],
  ) {}

  static async open(
    options: ServerOptions & { readonly viewport?: { width: number; height: number } } = {},
  ): Promise<Workbench> {
    const server = await startServer(options);
    const executablePath =
      process.env.FLOWDECK_CHROMIUM ?? BROWSERS.find((file) => existsSync(file));
    if (executablePath === undefined) throw new Error('No Chromium: name it in FLOWDECK_CHROMIUM.');
    const browser = await chromium.launch({ executablePath, headless: true, args: BROWSER_FLAGS });
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1400, height: 900 },
    });
    const foreign: string[] = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      const ours =
        url.origin === server.origin || url.host.endsWith('.vscode-resource.vscode-cdn.net');
      if (/^https?:$/.test(url.protocol) && !ours) foreign.push(request.url());
    });
    const workbench = new Workbench(server, browser, await context.newPage(), foreign);
    await workbench.page.goto(server.url, { waitUntil: 'domcontentloaded' });
    await workbench.untilReady();
    return workbench;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.server[Symbol.asyncDispose]();
  }

  /** "Developer: Reload Window". */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.untilReady();
  }

  private async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
    await this.page.locator('.explorer-folders-view, .pane-body').first().waitFor();
  }

  /** By its path in the workspace, through Quick Open. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(name);
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
    await this.page
      .locator('.tab', { hasText: path.basename(name) })
      .first()
      .waitFor();
  }

  /** By its title in the command palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: title })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Titles that the palette offers for this text. */
  async commandsMatching(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${text}`);
    await this.page.waitForTimeout(500);
    const titles = await this.page
      .locator('.quick-input-list .monaco-list-row .label-name')
      .allTextContents();
    await this.page.keyboard.press('Escape');
    return titles;
  }

  /** Lenses with this text, in the order of the file; one without a command is not a link. */
  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration > :is(a, span)', { hasText: text });
  }

  /**
   * Clicks a lens until what it leads to shows: the editor draws lenses anew now and then, and a click that falls between
   * the old one and the new is lost, for a person as for a test.
   */
  async clickLens(text: string | RegExp, effect: Locator): Promise<void> {
    const shown = (timeout: number) =>
      effect
        .first()
        .waitFor({ timeout })
        .then(
          () => true,
          () => false,
        );
    for (let tries = 0; tries < 3; tries++) {
      await this.lens(text).first().click();
      if (await shown(15_000)) return;
    }
    throw new Error(`Clicking the lens ${String(text)} led to nothing`);
  }

  /** The document inside the n-th visible webview. */
  webview(n = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .nth(n)
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /** A row of one of the side bar's trees. */
  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  async openFlowdeckView(): Promise<void> {
    await this.page.locator('.activitybar .action-item a[aria-label^="Flowdeck"]').first().click();
    await this.page.locator('.pane-header', { hasText: 'Flows' }).first().waitFor();
  }

  /** A message that was shown; toasts are off in a workbench that is driven, so they are read in the notification centre. */
  async notification(text: string | RegExp): Promise<Locator> {
    await this.command('Notifications: Show Notifications');
    return this.page.locator('.notifications-center .notification-list-item', { hasText: text });
  }

  /** Into out/e2e/, to be looked at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }
}

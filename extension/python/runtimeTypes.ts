/**
 * Shows Pylance and Pyright the bundled runtime, where `metaflow` is not installed: offered once a workspace, as a folder in
 * the person's own settings, so that no file changes that a team shares.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Language } from '../language';
import type { StableRuntime } from '../stableRuntime';
import type { Interpreters } from './interpreter';
import { holds, TYPE_SETTINGS, withFolder, withoutFolder } from './typePaths';

/** Kept with the workspace: the question was asked here. */
const ASKED = 'flowdeck.types.asked';
/** Kept for all workspaces: it shall not be asked again. */
const NEVER = 'flowdeck.types.never';
/** Milliseconds in which an interpreter says whether it has the package. */
const PATIENCE = 15_000;

type Setting = (typeof TYPE_SETTINGS)[number];

export class RuntimeTypes implements vscode.Disposable {
  private readonly listening: vscode.Disposable;
  private looking = false;
  /** By interpreter, whether it has `metaflow`: asked once a window. */
  private readonly installed = new Map<string, Promise<boolean>>();

  /** @param runtime Makes the runtime's stable names, or lets them lead to the newest copy. */
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly language: Language,
    private readonly interpreters: Interpreters,
    private readonly runtime: () => Promise<StableRuntime>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.listening = language.onDidChangeFlows(() => {
      if (this.looking) return;
      this.looking = true;
      this.look()
        .catch((error: unknown) => this.log.warn(`types: ${String(error)}`))
        .finally(() => {
          this.looking = false;
        });
    });
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** Into every such setting that there is. */
  async add(): Promise<void> {
    const folder = (await this.runtime()).python;
    const settings = known();
    if (settings.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Neither Pylance nor Pyright is installed in this window.'),
      );
    }
    for (const setting of settings) await write(setting, withFolder(ownPaths(setting), folder));
    const elsewhere = settings.filter(isOverruled);
    if (elsewhere.length > 0) await this.tellOverruled(elsewhere, folder);
  }

  async remove(): Promise<void> {
    const folder = (await this.runtime()).python;
    for (const setting of known()) {
      const paths = ownPaths(setting);
      if (holds(paths, folder)) await write(setting, withoutFolder(paths, folder));
    }
  }

  private async look(): Promise<void> {
    if (!vscode.workspace.isTrusted || (this.language.flows ?? []).length === 0) return;
    const settings = known().filter((setting) => !isOverruled(setting));
    const candidates = settings.filter((setting) => ownPaths(setting).length > 0);
    // An update brings another copy: what was told leads to it.
    const folder = candidates.length > 0 ? (await this.runtime()).python : undefined;
    if (candidates.some((setting) => holds(ownPaths(setting), folder ?? ''))) return;
    if (settings.length === 0 || this.wasAsked()) return;
    if (!(await this.isMissing())) return;
    await this.offer(settings.includes('python.analysis.extraPaths') ? 'Pylance' : 'basedpyright');
  }

  private wasAsked(): boolean {
    const { globalState, workspaceState } = this.context;
    return globalState.get(NEVER) === true || workspaceState.get(ASKED) === true;
  }

  private async offer(checker: string): Promise<void> {
    await this.context.workspaceState.update(ASKED, true);
    const add = vscode.l10n.t('Add to my settings');
    const never = vscode.l10n.t('Never ask');
    const picked = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} does not find metaflow, which is not installed here. Show it the runtime that Flowdeck brings? This changes your user settings, not those of the workspace.',
        checker,
      ),
      add,
      vscode.l10n.t('Not now'),
      never,
    );
    if (picked === add) await this.add();
    if (picked === never) await this.context.globalState.update(NEVER, true);
  }

  /** There is an interpreter, and it has no `metaflow`. */
  private async isMissing(): Promise<boolean> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const { chosen } = await this.interpreters.choose(folder);
    if (!chosen) return false;
    const { path: python } = chosen.interpreter;
    const known = this.installed.get(python) ?? hasMetaflow(python);
    this.installed.set(python, known);
    return !(await known);
  }

  private async tellOverruled(settings: readonly Setting[], folder: string): Promise<void> {
    const copy = vscode.l10n.t('Copy path');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'This workspace sets {0} itself, so that your own setting does not count here. Add the path there: {1}',
        settings.join(', '),
        folder,
      ),
      copy,
    );
    if (picked === copy) await vscode.env.clipboard.writeText(folder);
  }
}

/** Settings that an extension of this window brings. */
function known(): readonly Setting[] {
  const settings = vscode.workspace.getConfiguration();
  return TYPE_SETTINGS.filter((name) => settings.inspect(name)?.defaultValue !== undefined);
}

function ownPaths(setting: Setting): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration().inspect(setting)?.globalValue;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Lists of several scopes are not joined: the workspace's takes the place of the person's. */
function isOverruled(setting: Setting): boolean {
  const found = vscode.workspace.getConfiguration().inspect(setting);
  return found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
}

async function write(setting: Setting, paths: readonly string[] | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update(setting, paths, vscode.ConfigurationTarget.Global);
}

/** Asks the interpreter; packages that PYTHONPATH brings do not count, as Pylance does not see them. */
function hasMetaflow(python: string): Promise<boolean> {
  const question =
    'import importlib.util, sys; sys.exit(0 if importlib.util.find_spec("metaflow") else 3)';
  return new Promise((resolve) => {
    execFile(
      python,
      ['-E', '-c', question],
      { cwd: path.dirname(python), timeout: PATIENCE, windowsHide: true },
      (error) => resolve(error?.code !== 3),
    );
  });
}

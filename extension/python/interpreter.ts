/** The interpreter of each workspace folder: looked for when it is first needed, again when something changed. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { SETTINGS } from '../ids';
import { activatedVariables, condaRun, isConda } from './activation';
import { candidates, type Candidate } from './candidates';
import { choosePython, type Choice, type Rejected } from './choose';
import { readEnvFile } from './envFile';
import { environmentOf } from './environment';
import { probePython, type Interpreter } from './probe';
import type { PythonExtensions } from './pythonExtensions';
import { failureText } from './report';

export class Interpreters implements vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  /** What was found may be different now. */
  readonly onDidChange = this.changeEmitter.event;
  private readonly choices = new Map<string, Promise<Choice>>();
  private readonly activations = new Map<string, Promise<Record<string, string | null>>>();
  /** Each replaced setting is told of once. */
  private readonly warned = new Set<string>();
  private readonly disposables: readonly { dispose(): unknown }[];

  constructor(
    private readonly extensions: PythonExtensions,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const venvs = vscode.workspace.createFileSystemWatcher(
      '**/.venv/pyvenv.cfg',
      false,
      true,
      false,
    );
    this.disposables = [
      this.changeEmitter,
      venvs,
      venvs.onDidCreate(() => this.forget()),
      venvs.onDidDelete(() => this.forget()),
      extensions.onDidChange(() => this.forget()),
      vscode.extensions.onDidChange(() => this.forget()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.pythonPath)) this.forget();
      }),
    ];
  }

  /** The interpreter for a folder. Runs Python, so only in trusted workspaces. */
  choose(folder: vscode.Uri | undefined): Promise<Choice> {
    const key = folder?.toString() ?? '';
    const known = this.choices.get(key);
    if (known) return known;
    const choice = this.look(folder);
    this.choices.set(key, choice);
    return choice;
  }

  /** Everything that could be tried in a folder, for the person to choose from. */
  async candidates(folder: vscode.Uri | undefined): Promise<readonly Candidate[]> {
    const setting = vscode.workspace
      .getConfiguration(undefined, folder ?? null)
      .get<string>(SETTINGS.pythonPath);
    const extension = await this.extensions.selected(folder);
    return candidates({
      ...(setting === undefined ? {} : { setting }),
      ...(extension === undefined ? {} : { extension }),
      ...(folder?.scheme === 'file' ? { folder: folder.fsPath } : {}),
      home: homedir(),
      platform: process.platform,
    });
  }

  /** Variables to set for a run with this interpreter; null removes. */
  async environment(
    interpreter: Interpreter,
    folder: vscode.Uri | undefined,
  ): Promise<Record<string, string | null>> {
    const [conda, extra] = await Promise.all([isConda(interpreter), this.variables(folder)]);
    return environmentOf(interpreter, process.env, {
      activated: await this.activated(interpreter, folder, conda),
      isConda: conda,
      extra,
    });
  }

  /** Looks again at the next question. */
  forget(): void {
    this.choices.clear();
    this.activations.clear();
    this.changeEmitter.fire();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** The folder's `.env` file: as the Python extensions read it, else read here. */
  private async variables(
    folder: vscode.Uri | undefined,
  ): Promise<Readonly<Record<string, string | undefined>>> {
    const known = await this.extensions.variables(folder);
    if (known || folder?.scheme !== 'file') return known ?? {};
    const setting = vscode.workspace
      .getConfiguration('python', folder)
      .get<string>('envFile', '${workspaceFolder}/.env');
    return readEnvFile(setting, folder.fsPath, process.env).catch((error: unknown) => {
      this.log.warn(`.env: ${String(error)}`);
      return {};
    });
  }

  /** Asked once an environment: activating takes a second and more. */
  private async activated(
    interpreter: Interpreter,
    folder: vscode.Uri | undefined,
    conda: boolean,
  ): Promise<Record<string, string | null>> {
    const announced = await this.extensions.activated(folder);
    const python = announced ?? (conda ? await condaRun(interpreter, process.env) : undefined);
    if (!python) return {};
    const key = JSON.stringify(python);
    const asked =
      this.activations.get(key) ??
      activatedVariables(python, process.env).catch((error: unknown) => {
        this.log.warn(`${python.executable} ${python.args.join(' ')}: ${String(error)}`);
        return {};
      });
    this.activations.set(key, asked);
    return asked;
  }

  private async look(folder: vscode.Uri | undefined): Promise<Choice> {
    const choice = await choosePython(await this.candidates(folder), probePython);
    for (const { candidate, reason } of choice.rejected) {
      this.log.info(`Python ${candidate.command} (${candidate.source}): ${JSON.stringify(reason)}`);
    }
    if (choice.chosen) {
      const { candidate, interpreter } = choice.chosen;
      const version = interpreter.version.join('.');
      this.log.info(`Python ${version} from ${candidate.source}: ${interpreter.path}`);
      const setting = choice.rejected.find((it) => it.candidate.source === 'setting');
      const warning = `${setting?.candidate.command ?? ''}\n${interpreter.path}`;
      if (setting && !this.warned.has(warning)) {
        this.warned.add(warning);
        void this.warn(setting, interpreter.path);
      }
    }
    return choice;
  }

  /** Something else than what was asked for is used: no question, but not in silence either. */
  private async warn({ candidate, reason }: Rejected, used: string): Promise<void> {
    const settings = vscode.l10n.t('Open settings');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'flowdeck.pythonPath cannot be used: {0} ({1}). Flows run on {2}.',
        candidate.command,
        failureText(reason),
        used,
      ),
      settings,
    );
    if (picked !== settings) return;
    await vscode.commands.executeCommand('workbench.action.openSettings', SETTINGS.pythonPath);
  }
}

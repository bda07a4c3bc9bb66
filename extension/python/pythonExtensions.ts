/**
 * The interpreter that Microsoft's Python extensions have selected. Only what is used of their interfaces is written down
 * here: https://github.com/microsoft/vscode-python (PythonExtension, `environments`) and
 * https://github.com/microsoft/vscode-python-environments (PythonEnvironmentApi).
 */
import * as vscode from 'vscode';
import type { ActivatedPython } from './activation';

const PYTHON = 'ms-python.python';
const ENVIRONMENTS = 'ms-python.vscode-python-envs';
/** An extension that takes longer to wake up does not hold a run back. */
const PATIENCE = 10_000;

interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      path: string,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    getEnvironmentVariables?(resource?: vscode.Uri): Readonly<Record<string, string | undefined>>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

interface PythonCommand {
  readonly executable: string;
  readonly args?: readonly string[];
}

interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<
    | {
        readonly execInfo?: {
          readonly run: PythonCommand;
          readonly activatedRun?: PythonCommand;
        };
      }
    | undefined
  >;
  /** The editor's variables with those of the folder's `.env` file. */
  getEnvironmentVariables(
    scope: vscode.Uri | undefined,
  ): Promise<Readonly<Record<string, string | undefined>>>;
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

export class PythonExtensions implements vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  /** Another environment was selected. */
  readonly onDidChange = this.changeEmitter.event;
  private readonly subscriptions = new Map<string, vscode.Disposable>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  get installed(): boolean {
    return vscode.extensions.getExtension(PYTHON) !== undefined;
  }

  /** The selected interpreter's path, or undefined: none selected, or no such extension. */
  async selected(folder: vscode.Uri | undefined): Promise<string | undefined> {
    return (await this.fromEnvironments(folder)) ?? (await this.fromPython(folder));
  }

  /** Variables of the folder's `.env` file over the editor's own; undefined: no extension that knows them. */
  async variables(
    folder: vscode.Uri | undefined,
  ): Promise<Readonly<Record<string, string | undefined>> | undefined> {
    const environments = await this.api<Partial<EnvironmentsApi>>(ENVIRONMENTS);
    if (environments?.getEnvironmentVariables) return environments.getEnvironmentVariables(folder);
    const python = await this.api<Partial<PythonApi>>(PYTHON);
    return python?.environments?.getEnvironmentVariables?.(folder);
  }

  /** How the selected environment runs Python activated, where it has a way of its own (`conda run`). */
  async activated(folder: vscode.Uri | undefined): Promise<ActivatedPython | undefined> {
    const environments = await this.api<Partial<EnvironmentsApi>>(ENVIRONMENTS);
    const info = (await environments?.getEnvironment?.(folder))?.execInfo?.activatedRun;
    // A mere program is the interpreter itself: it activates nothing.
    return info?.args?.length ? { executable: info.executable, args: info.args } : undefined;
  }

  dispose(): void {
    this.changeEmitter.dispose();
    for (const subscription of this.subscriptions.values()) subscription.dispose();
  }

  private async fromEnvironments(folder: vscode.Uri | undefined): Promise<string | undefined> {
    const environments = await this.api<Partial<EnvironmentsApi>>(ENVIRONMENTS);
    if (!environments?.getEnvironment) return undefined;
    this.follow(ENVIRONMENTS, environments.onDidChangeEnvironment);
    const info = (await environments.getEnvironment(folder))?.execInfo;
    // `activatedRun` may be conda's own program.
    return info?.run.executable;
  }

  private async fromPython(folder: vscode.Uri | undefined): Promise<string | undefined> {
    const environments = (await this.api<Partial<PythonApi>>(PYTHON))?.environments;
    if (!environments) return undefined;
    this.follow(PYTHON, environments.onDidChangeActiveEnvironmentPath);
    const { path } = environments.getActiveEnvironmentPath(folder);
    // The path may be an environment's folder; resolving finds the interpreter in it.
    const resolved = await environments.resolveEnvironment(path);
    return resolved?.executable.uri?.fsPath ?? (path === '' ? undefined : path);
  }

  private follow(id: string, event: vscode.Event<unknown> | undefined): void {
    if (!event || this.subscriptions.has(id)) return;
    this.subscriptions.set(
      id,
      event(() => this.changeEmitter.fire()),
    );
  }

  /** The extension's exports, or undefined when it is absent, fails, or takes too long. */
  private async api<T>(id: string): Promise<T | undefined> {
    const extension = vscode.extensions.getExtension<T | undefined>(id);
    if (!extension) return undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        extension.activate(),
        new Promise<undefined>((resolve) => {
          timer = setTimeout(() => {
            this.log.warn(`${id} is still starting: its environment is not used`);
            resolve(undefined);
          }, PATIENCE);
        }),
      ]);
    } catch (error) {
      this.log.warn(`${id}: ${String(error)}`);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

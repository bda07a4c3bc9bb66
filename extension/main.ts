/** The extension's entry: makes a dozen objects and connects them. Returns at once and waits for no process. */
import * as vscode from 'vscode';
import type { App, Command } from './app';
import { checkSetup } from './commands/checkSetup';
import { more } from './commands/more';
import { convertToFlow } from './commands/convertToFlow';
import { newFlow } from './commands/newFlow';
import { openGraph, openLatestRun, openRun, openSource, openStep } from './commands/open';
import { runAgain, runFlow, runWithParameters } from './commands/run';
import { renameHere } from './commands/renameHere';
import { resumeRun } from './commands/resume';
import { runStep } from './commands/runStep';
import { cancelRun, copyPathspec, copyRunId, loadMoreRuns, refreshRuns } from './commands/runs';
import { selectPython } from './commands/selectPython';
import { restartLanguageServer } from './commands/restartLanguageServer';
import { showLog } from './commands/showLog';
import { showValue } from './commands/showValue';
import { addTypes, removeTypes } from './commands/types';
import { ContextKeys } from './contextKeys';
import { tellFailures } from './failureMessage';
import { COMMANDS, RUN_PAGE, SETTINGS, VALUE_SCHEME, VIEWS } from './ids';
import { Language } from './language';
import { launchService, runtimeCopy } from './launchService';
import { RunPages } from './pages/runPages';
import { showThrown } from './problems';
import { Interpreters } from './python/interpreter';
import { PythonExtensions } from './python/pythonExtensions';
import { RuntimeTypes } from './python/runtimeTypes';
import { Runs } from './runs';
import { RunnerService } from './service';
import { Failures } from './views/failure';
import { FlowsTree } from './views/flows';
import { Gutter } from './views/gutter';
import { PythonStatus } from './views/pythonStatus';
import { RunsTree } from './views/runs';
import { ensureStableRuntime, type StableRuntime } from './stableRuntime';
import { Terminals } from './terminals';
import { StatusBar } from './views/statusBar';
import { Values } from './views/values';
import { wakeLanguageServer } from './wakeUp';

const HANDLERS: { readonly [name in keyof typeof COMMANDS]: Command } = {
  runFlow,
  runWithParameters,
  runAgain,
  runStep,
  resumeRun,
  cancelRun,
  openGraph,
  openRun,
  openStep,
  openLatestRun,
  openSource,
  refreshRuns,
  loadMoreRuns,
  copyRunId,
  copyPathspec,
  newFlow,
  convertToFlow,
  renameHere,
  selectPython,
  checkSetup,
  showLog,
  showValue,
  more,
  restartLanguageServer,
  addTypes,
  removeTypes,
};

export function activate(context: vscode.ExtensionContext): void {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const log = vscode.window.createOutputChannel('Flowdeck', { log: true });
  const service = makeService(context, dist);
  const language = new Language(dist.fsPath, log);
  const runs = new Runs(service, log);
  const pythonExtensions = new PythonExtensions(log);
  const interpreters = new Interpreters(pythonExtensions, log);
  const pages = new RunPages({
    resources: vscode.Uri.joinPath(dist, 'webviews'),
    icon: {
      light: vscode.Uri.joinPath(context.extensionUri, 'media', 'page-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'media', 'page-dark.svg'),
    },
    language,
    runs,
    service,
    log,
  });
  const runtime = stableRuntime(context, dist);
  const types = new RuntimeTypes(context, language, interpreters, runtime, log);
  const app: App = {
    context,
    log,
    service,
    language,
    runs,
    interpreters,
    pythonExtensions,
    pages,
    types,
  };
  const keys = new ContextKeys(language, runs, interpreters, log);

  context.subscriptions.push(log, service, language, runs, pythonExtensions, interpreters, pages);
  context.subscriptions.push(keys, ...commands(app), ...views(app, keys), ...connections(app));
  context.subscriptions.push(
    new Gutter(language, runs),
    new Failures(runs, log),
    new StatusBar(runs),
    new PythonStatus(language, interpreters),
    tellFailures(runs, log),
    vscode.window.registerWebviewPanelSerializer(RUN_PAGE, pages),
    vscode.workspace.registerTextDocumentContentProvider(VALUE_SCHEME, new Values(service)),
    wakeLanguageServer(language),
    types,
    new Terminals(context.environmentVariableCollection, language, runtime, log),
  );
}

function makeService(context: vscode.ExtensionContext, dist: vscode.Uri): RunnerService {
  const log = vscode.window.createOutputChannel('Flowdeck Runner', { log: true });
  context.subscriptions.push(log);
  const service = new RunnerService({
    launch: () =>
      launchService({ dist: dist.fsPath, storage: context.globalStorageUri.fsPath }, log),
    folders: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map(({ uri }) => uri.fsPath),
    log,
    onGaveUp: () => {
      const restart = vscode.l10n.t('Start again');
      void vscode.window
        .showErrorMessage(
          vscode.l10n.t('The Flowdeck runner service ended several times.'),
          restart,
        )
        .then(async (picked) => {
          if (picked === restart) await service.restart();
          else log.show();
        });
    },
  });
  return service;
}

/** The runtime under names that survive an update, leading to the newest copy. */
function stableRuntime(
  context: vscode.ExtensionContext,
  dist: vscode.Uri,
): () => Promise<StableRuntime> {
  const storage = context.globalStorageUri.fsPath;
  const make = async () =>
    ensureStableRuntime(storage, await runtimeCopy({ dist: dist.fsPath, storage }), {
      executable: process.execPath,
      isElectron: process.versions['electron'] !== undefined,
    });
  let made: Promise<StableRuntime> | undefined;
  return () => {
    // Once a window: the runner's files are read for it. What failed is tried again.
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function commands(app: App): vscode.Disposable[] {
  return Object.entries(HANDLERS).map(([name, handler]) =>
    vscode.commands.registerCommand(
      COMMANDS[name as keyof typeof COMMANDS],
      async (argument?: unknown) => {
        try {
          await handler(app, argument);
        } catch (error) {
          await showThrown(error, app.log);
        }
      },
    ),
  );
}

/** The trees; what they show is first asked for when one of them is seen. */
function views({ language, runs, log }: App, keys: ContextKeys): vscode.Disposable[] {
  const flowsView = vscode.window.createTreeView(VIEWS.flows, {
    treeDataProvider: new FlowsTree(language, runs),
    showCollapseAll: true,
  });
  const runsView = vscode.window.createTreeView(VIEWS.runs, {
    treeDataProvider: new RunsTree(runs),
  });
  const seen = ({ visible }: { readonly visible: boolean }) => {
    if (!visible) return;
    runs.open();
    language.workspaceFlows().catch((error: unknown) => log.error(String(error)));
    keys.checkPython().catch((error: unknown) => log.error(String(error)));
  };
  seen(flowsView);
  seen(runsView);
  return [
    flowsView,
    runsView,
    flowsView.onDidChangeVisibility(seen),
    runsView.onDidChangeVisibility(seen),
    vscode.workspace.onDidGrantWorkspaceTrust(() => seen(runsView)),
  ];
}

/** What one part tells another. */
function connections(app: App): vscode.Disposable[] {
  const { language, runs, service, interpreters } = app;
  return [
    runs.onDidChangeFacts((change) => language.pushFacts(change)),
    // Lenses show the last run, so the runs are read as soon as there are flows.
    language.onDidStart(() => {
      runs.open();
      language.workspaceFlows().catch((error: unknown) => app.log.error(String(error)));
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const heeded = [SETTINGS.rules, SETTINGS.inlayHints, 'files.exclude'];
      if (heeded.some((name) => change.affectsConfiguration(name))) language.settingsChanged();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      language.trustGranted();
      if (language.started) runs.open();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      service.foldersChanged();
      interpreters.forget();
      if (language.started)
        language.refresh().catch((error: unknown) => app.log.error(String(error)));
    }),
  ];
}

/** The language server's process: LSP over IPC or stdio in, calls of the session out. No analysis here. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CodeLensRefreshRequest,
  createConnection,
  DidChangeWatchedFilesNotification,
  InlayHintRefreshRequest,
  ProposedFeatures,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { SETTINGS } from '../runner/workspace/flowFiles';
import { createPythonParser } from '../runner/analysis/source/parser';
import { answering, stackOf } from './answering';
import { notify, onNotification, onRequest } from './channel';
import { capabilitiesOf } from './feature';
import { FEATURES } from './features';
import { converted } from './conversion';
import { HierarchyDocuments } from './hierarchyDocuments';
import { translator } from './l10n';
import { Notebooks } from './notebooks/notebooks';
import { byCell, NOTEBOOK_CAPABILITIES, synchronizeNotebooks } from './notebooks/synchronize';
import { parseOptions } from './options';
import {
  ConvertToFlow,
  DescribeFlow,
  FlowsEdited,
  PushFacts,
  SettingsChanged,
  TrustGranted,
  WorkspaceFlows,
  WorkspaceFlowsChanged,
} from './protocol';
import { Session, type Outgoing } from './session';
import { pathOf } from './uris';

const connection = createConnection(ProposedFeatures.all);
const notebooks = new Notebooks();
const hierarchyDocuments = new HierarchyDocuments(connection);
let capabilities: ClientCapabilities = {};
let opened: Session | undefined;

/** LSP lets nothing but `initialize` come first. */
function session(): Session {
  if (!opened) throw new Error('initialize comes first');
  return opened;
}

const outgoing: Outgoing = {
  diagnostics(uri, version, found) {
    // Cells count their versions by themselves.
    const counted = version === undefined || notebooks.has(uri) ? {} : { version };
    for (const each of byCell(uri, found, notebooks)) {
      void connection.sendDiagnostics({
        uri: each.uri,
        diagnostics: [...each.diagnostics],
        ...counted,
      });
    }
  },
  flowsEdited: (uri, flows) => notify(connection, FlowsEdited, { uri, flows }),
  flowsChanged() {
    notify(connection, WorkspaceFlowsChanged, {});
    hierarchyDocuments.update(session().workspace.flowDocuments());
  },
  failed: (error) => connection.console.error(stackOf(error)),
  refreshLenses() {
    const { codeLens, inlayHint } = capabilities.workspace ?? {};
    const refresh = (type: typeof CodeLensRefreshRequest.type) =>
      void connection.sendRequest(type).catch((error: unknown) => {
        connection.console.warn(`${type.method}: ${String(error)}`);
      });
    if (codeLens?.refreshSupport) refresh(CodeLensRefreshRequest.type);
    if (inlayHint?.refreshSupport) refresh(InlayHintRefreshRequest.type);
  },
};

connection.onInitialize(async (params): Promise<InitializeResult> => {
  const options = parseOptions(params.initializationOptions);
  capabilities = params.capabilities;
  const wasm = (name: string): Uint8Array => readFileSync(path.join(options.wasmFolder, name));
  const parser = await createPythonParser(
    wasm('web-tree-sitter.wasm'),
    wasm('tree-sitter-python.wasm'),
  );
  opened = new Session(parser, options.trusted, translator(options.messages), outgoing);
  if (options.settings) opened.settings = options.settings;
  opened.workspace.modules.roots = (params.workspaceFolders ?? [])
    .filter(({ uri }) => uri.startsWith('file:'))
    .map(({ uri }) => pathOf(uri));
  return {
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      ...NOTEBOOK_CAPABILITIES,
      ...hierarchyDocuments.capabilities(capabilitiesOf(FEATURES), capabilities),
    },
  };
});

connection.onInitialized(() => {
  if (!capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  connection.client
    .register(DidChangeWatchedFilesNotification.type, {
      watchers: ['**/*.py', ...[...SETTINGS].map((name) => `**/${name}`)].map((globPattern) => ({
        globPattern,
      })),
    })
    .catch((error: unknown) => {
      connection.console.warn(`Files are not watched: ${String(error)}`);
    });
});

connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) =>
  session().opened(uri, version, text),
);
connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
  session().changed(uri, version, contentChanges),
);
connection.onDidCloseTextDocument(({ textDocument: { uri } }) => session().closed(uri));
connection.onDidChangeWatchedFiles(({ changes }) =>
  session().filesChanged(changes.map((change) => pathOf(change.uri))),
);

synchronizeNotebooks(connection, session, notebooks);
for (const feature of FEATURES) feature.register(answering(connection, notebooks), session);

onRequest(connection, WorkspaceFlows, async ({ folders }, token) => {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const flows = await session().workspace.summaries(folders.map(pathOf), abort.signal);
  return { flows };
});
onRequest(connection, DescribeFlow, ({ uri, flow }) => {
  const described = session().describe(uri, flow);
  return described ? { flow: described } : {};
});
onRequest(connection, ConvertToFlow, (request) => converted(session().parser, request));
onNotification(connection, PushFacts, (change) => session().pushFacts(change));
onNotification(connection, TrustGranted, () => session().trust());
onNotification(connection, SettingsChanged, (settings) => session().changeSettings(settings));

connection.listen();

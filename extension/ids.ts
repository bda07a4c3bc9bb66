/** Every name that the manifest and the code share; manifest.test.ts holds the two together. */

export const COMMANDS = {
  runFlow: 'flowdeck.runFlow',
  runWithParameters: 'flowdeck.runWithParameters',
  runAgain: 'flowdeck.runAgain',
  runStep: 'flowdeck.runStep',
  resumeRun: 'flowdeck.resumeRun',
  cancelRun: 'flowdeck.cancelRun',
  openGraph: 'flowdeck.openGraph',
  openRun: 'flowdeck.openRun',
  openStep: 'flowdeck.openStep',
  openLatestRun: 'flowdeck.openLatestRun',
  openSource: 'flowdeck.openSource',
  refreshRuns: 'flowdeck.refreshRuns',
  loadMoreRuns: 'flowdeck.loadMoreRuns',
  copyRunId: 'flowdeck.copyRunId',
  copyPathspec: 'flowdeck.copyPathspec',
  newFlow: 'flowdeck.newFlow',
  convertToFlow: 'flowdeck.convertToFlow',
  renameHere: 'flowdeck.renameHere',
  selectPython: 'flowdeck.selectPython',
  checkSetup: 'flowdeck.checkSetup',
  showLog: 'flowdeck.showLog',
  showValue: 'flowdeck.showValue',
  more: 'flowdeck.more',
  restartLanguageServer: 'flowdeck.restartLanguageServer',
  addTypes: 'flowdeck.addTypes',
  removeTypes: 'flowdeck.removeTypes',
} as const;

export const VIEWS = { flows: 'flowdeck.flows', runs: 'flowdeck.runs' } as const;

/** Type of the editor's tasks that run a step. */
export const STEP_TASK = 'flowdeck.step';

/** Scheme of the documents that show values of artifacts. */
export const VALUE_SCHEME = 'flowdeck-value';

/** The Run page's panel type; also its activation event. */
export const RUN_PAGE = 'flowdeck.run';

/** Context keys that the code sets and the manifest's conditions read. */
export const CONTEXT = {
  /**
   * Nothing may run. Our own, because the editor's `isWorkspaceTrusted` was seen to stay unset in a reloaded window that has
   * workspace trust switched off; before the extension wakes up, commands are offered and refuse by themselves.
   */
  untrusted: 'flowdeck.untrusted',
  /** The active editor's file defines a flow. */
  fileHasFlow: 'flowdeck.fileHasFlow',
  /** The workspace was scanned for flows. */
  flowsKnown: 'flowdeck.flowsKnown',
  hasFlows: 'flowdeck.hasFlows',
  /** The list of runs was read. */
  runsKnown: 'flowdeck.runsKnown',
  hasRuns: 'flowdeck.hasRuns',
  hasActiveRuns: 'flowdeck.hasActiveRuns',
  /** Python was looked for, and no interpreter fits. */
  pythonMissing: 'flowdeck.pythonMissing',
} as const;

export const SETTINGS = {
  pythonPath: 'flowdeck.pythonPath',
  maxWorkers: 'flowdeck.maxWorkers',
  maxNumSplits: 'flowdeck.maxNumSplits',
  engine: 'flowdeck.engine',
  with: 'flowdeck.with',
  terminalRuntime: 'flowdeck.terminal.runtime',
  rules: 'flowdeck.rules',
  inlayHints: 'flowdeck.inlayHints.enabled',
  /** Read by the language client library itself. */
  traceServer: 'flowdeck.trace.server',
} as const;

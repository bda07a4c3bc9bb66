/** What the extension and the language server say to each other beyond LSP. Positions are LSP's: 0-based lines, UTF-16 columns. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Finding } from '../runner/flow/findings';
import type { FlowDescription } from '../runner/flow/description';
import type { FactsChange } from '../runner/flow/facts';
import type { Severities } from '../runner/flow/severities';

export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A flow that was found in the workspace. */
export interface FlowSummary {
  readonly uri: string;
  readonly name: string;
  /** Of the class name. */
  readonly range: Range;
  readonly steps: readonly { readonly name: string; readonly range: Range }[];
}

/** A flow with its static graph, for the graph page and to ask for parameters. */
export interface StaticFlow {
  readonly uri: string;
  readonly description: FlowDescription;
  readonly range: Range;
  readonly stepRanges: { readonly [step: string]: Range };
  readonly findings: readonly Finding[];
}

export interface InitializationOptions {
  /** Folder with web-tree-sitter.wasm and tree-sitter-python.wasm. */
  readonly wasmFolder: string;
  /** Whether anything may run: without trust no Run lens is drawn. */
  readonly trusted: boolean;
  /** English message → the editor's language (`vscode.l10n.bundle`); absent for English. */
  readonly messages?: { readonly [english: string]: string };
  /** Absent: as if nobody had set anything. */
  readonly settings?: Settings;
}

/** The person's settings, as far as the server heeds them. */
export interface Settings {
  /** `flowdeck.rules`. */
  readonly rules: Severities;
  /** `flowdeck.inlayHints.enabled`. */
  readonly inlayHints: boolean;
  /** Globs of `files.exclude` that are on: what lies there is not searched for flows. */
  readonly exclude: readonly string[];
}

/** Every flow in the workspace's folders, given by URI (scanned at the first question, then kept current). */
export const WorkspaceFlows = new RequestType<
  { readonly folders: readonly string[] },
  { readonly flows: readonly FlowSummary[] },
  void
>('flowdeck/flows');
/** The list changed: ask again. At most twice a second. */
export const WorkspaceFlowsChanged = new NotificationType<Record<string, never>>(
  'flowdeck/flowsChanged',
);
export const DescribeFlow = new RequestType<
  { readonly uri: string; readonly flow?: string },
  { readonly flow?: StaticFlow },
  void
>('flowdeck/describe');
/** A described document was edited: its flows as they are now. At most ten a second. */
export const FlowsEdited = new NotificationType<{
  readonly uri: string;
  readonly flows: readonly StaticFlow[];
}>('flowdeck/edited');
/** Facts of the newest runs: what is different. */
export const PushFacts = new NotificationType<FactsChange>('flowdeck/facts');
/** They are others now. */
export const SettingsChanged = new NotificationType<Settings>('flowdeck/settings');
export const TrustGranted = new NotificationType<Record<string, never>>('flowdeck/trusted');

/** Commands that lenses and hovers carry; the extension implements them. The arguments are one of these objects. */
export const LENS_COMMANDS = {
  run: 'flowdeck.runFlow',
  graph: 'flowdeck.openGraph',
  openRun: 'flowdeck.openRun',
  openStep: 'flowdeck.openStep',
  /** The value of an artifact, as long as it can be shown. */
  showValue: 'flowdeck.showValue',
  /** Everything else that can be done there, to choose from. */
  more: 'flowdeck.more',
} as const;
export interface FlowArguments {
  readonly uri: string;
  readonly flow: string;
  /** With `openStep` of a flow that has no run. */
  readonly step?: string;
}
/** Of the lens More… */
export interface MoreArguments extends FlowArguments {
  /** Of the name of its class. */
  readonly position: { readonly line: number; readonly character: number };
}
export interface OpenRunArguments {
  readonly root: string;
  readonly flow: string;
  readonly run: string;
  readonly step?: string;
}
/** The artifact at the end of a step, in its first task. */
export interface ShowValueArguments {
  readonly root: string;
  readonly flow: string;
  readonly run: string;
  readonly step: string;
  readonly artifact: string;
}

/** Makes a flow of a notebook's cells, or of a script. */
export const ConvertToFlow = new RequestType<ConvertRequest, ConvertAnswer, void>(
  'flowdeck/convert',
);
export interface ConvertRequest {
  /** Of the file, without its ending. */
  readonly name: string;
  /** A notebook has cells, a script has text. */
  readonly content:
    | { readonly text: string }
    | { readonly cells: readonly { readonly kind: 'code' | 'markdown'; readonly text: string }[] };
}
export type ConvertAnswer =
  | { readonly text: string; readonly flow: string }
  /** Why not; the cell counts from 1. */
  | { readonly refused: string; readonly cell?: number };

/** Commands that an edit ends with; the extension implements them. */
export const EDIT_COMMANDS = {
  /** Opens the rename box on a name that the edit has made. */
  renameHere: 'flowdeck.renameHere',
} as const;
export interface RenameHereArguments {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

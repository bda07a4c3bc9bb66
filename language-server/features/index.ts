/** All features of the server, one entry each. */
import type { Feature } from '../feature';
import { codeActionsFeature } from './codeActions';
import { codeLensFeature } from './codeLens';
import { completionFeature } from './completion';
import { documentSymbolsFeature } from './documentSymbols';
import { callHierarchyFeature } from './callHierarchy';
import { definitionFeature } from './definition';
import { documentHighlightFeature } from './documentHighlight';
import { documentLinksFeature } from './documentLinks';
import { hoverFeature } from './hover';
import { inlayHintsFeature } from './inlayHints';
import { referencesFeature } from './references';
import { renameFeature } from './rename';
import { signatureHelpFeature } from './signatureHelp';
import { workspaceSymbolsFeature } from './workspaceSymbols';

export const FEATURES: readonly Feature[] = [
  codeActionsFeature,
  codeLensFeature,
  completionFeature,
  documentSymbolsFeature,
  callHierarchyFeature,
  definitionFeature,
  documentHighlightFeature,
  documentLinksFeature,
  hoverFeature,
  inlayHintsFeature,
  referencesFeature,
  renameFeature,
  signatureHelpFeature,
  workspaceSymbolsFeature,
];

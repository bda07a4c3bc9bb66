/** All features of the server, one entry each. */
import type { Feature } from '../feature';
import { codeLensFeature } from './codeLens';
import { documentSymbolsFeature } from './documentSymbols';

export const FEATURES: readonly Feature[] = [codeLensFeature, documentSymbolsFeature];

/** Starts the language server anew: after it ended too often, or when it says something odd. */
import type { Command } from '../app';

export const restartLanguageServer: Command = (app) => app.language.restart();

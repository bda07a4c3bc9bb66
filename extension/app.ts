/** The objects that `main.ts` wires, as the commands see them. */
import type * as vscode from 'vscode';
import type { Language } from './language';
import type { RunPages } from './pages/runPages';
import type { Interpreters } from './python/interpreter';
import type { PythonExtensions } from './python/pythonExtensions';
import type { RuntimeTypes } from './python/runtimeTypes';
import type { Runs } from './runs';
import type { RunnerService } from './service';

export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly service: RunnerService;
  readonly language: Language;
  readonly runs: Runs;
  readonly interpreters: Interpreters;
  readonly pythonExtensions: PythonExtensions;
  readonly pages: RunPages;
  readonly types: RuntimeTypes;
}

/** What a command is called with depends on where: a lens, a tree, the title bar, the palette. */
export type Command = (app: App, argument?: unknown) => Promise<void> | void;

/** Shows Pylance and Pyright the bundled runtime, or hides it from them again. */
import type { Command } from '../app';

export const addTypes: Command = (app) => app.types.add();

export const removeTypes: Command = (app) => app.types.remove();

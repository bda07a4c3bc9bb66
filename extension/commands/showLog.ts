import type { Command } from '../app';

export const showLog: Command = (app) => app.log.show();

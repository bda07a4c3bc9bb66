/** The look of a state in trees and in the gutter: always the same glyph and colour; the word is beside it. Pure. */
import type { RunState, TaskState } from '../../runner/runs/model';

export interface StateLook {
  /** A codicon. */
  readonly icon: string;
  /** A theme colour. */
  readonly color: string;
  /** For pictures, which cannot use theme colours: in dark and in light themes. */
  readonly dark: string;
  readonly light: string;
}

const grey = { color: 'disabledForeground', dark: '#8c8c8c', light: '#8a8a8a' };
const orange = { color: 'charts.orange', dark: '#d18616', light: '#bf6900' };

export const STATE_LOOKS: { readonly [state in TaskState | RunState]: StateLook } = {
  waiting: { icon: 'circle-outline', ...grey },
  running: { icon: 'loading~spin', color: 'charts.blue', dark: '#3794ff', light: '#1a85ff' },
  retrying: { icon: 'refresh', ...orange },
  succeeded: { icon: 'check', color: 'testing.iconPassed', dark: '#73c991', light: '#388a34' },
  caught: { icon: 'warning', color: 'charts.yellow', dark: '#cca700', light: '#bf8803' },
  failed: { icon: 'close', color: 'testing.iconFailed', dark: '#f14c4c', light: '#d03434' },
  cancelled: { icon: 'primitive-square', ...grey },
  interrupted: { icon: 'debug-disconnect', ...orange },
};

/** Colours of the states for pictures, which cannot use the theme's: in dark and in light themes. Pure. */
import type { TaskState } from '../../runner/service/protocol';

export interface PictureColors {
  readonly dark: string;
  readonly light: string;
}

const grey = { dark: '#8c8c8c', light: '#8a8a8a' };
const orange = { dark: '#d18616', light: '#bf6900' };

/** The values of the theme colours in runner/drawing/states.ts in the editor's own themes. */
export const PICTURE_COLORS: { readonly [state in TaskState]: PictureColors } = {
  waiting: grey,
  running: { dark: '#3794ff', light: '#1a85ff' },
  retrying: orange,
  succeeded: { dark: '#73c991', light: '#388a34' },
  caught: { dark: '#cca700', light: '#bf8803' },
  failed: { dark: '#f14c4c', light: '#d03434' },
  cancelled: grey,
  interrupted: orange,
};

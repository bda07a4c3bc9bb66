/** The state glyphs as pictures, for the gutter, which takes no codicons. 16 × 16. Pure. */
import type { TaskState } from '../../runner/service/protocol';

const line =
  'fill="none" stroke="C" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"';

/** `C` stands for the colour. Each has the shape of its codicon. */
const SHAPES: { readonly [state in TaskState]: string } = {
  waiting: `<circle cx="8" cy="8" r="4.5" ${line}/>`,
  running:
    '<style>.s{transform-origin:8px 8px;animation:s 1.5s steps(12) infinite}' +
    '@keyframes s{to{transform:rotate(360deg)}}' +
    '@media (prefers-reduced-motion:reduce){.s{animation:none}}</style>' +
    `<path class="s" d="M8 3.5a4.5 4.5 0 1 1-4.5 4.5" ${line}/>`,
  retrying: `<path d="M12.3 6.5A4.6 4.6 0 1 0 12.6 9M12.6 3.6v3h-3" ${line}/>`,
  succeeded: `<path d="M3.5 8.5l3 3 6-7" ${line}/>`,
  caught: `<path d="M8 3l5.5 10h-11zM8 7v2.6M8 11.4v.1" ${line}/>`,
  failed: `<path d="M4 4l8 8M12 4l-8 8" ${line}/>`,
  cancelled: '<rect x="4.5" y="4.5" width="7" height="7" rx="1" fill="C"/>',
  interrupted: `<path d="M5 8a3 3 0 0 1 3-3h1v6H8a3 3 0 0 1-3-3zM2 8h3M9 6.5h3M9 9.5h3" ${line}/>`,
};

export function glyphSvg(state: TaskState, color: string): string {
  const shape = SHAPES[state].replaceAll('"C"', `"${color}"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${shape}</svg>`;
}

export function glyphDataUri(state: TaskState, color: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(glyphSvg(state, color)).toString('base64')}`;
}

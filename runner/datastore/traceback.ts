/** Python's printed traceback, read back into frames. */
import type { TracebackFrame } from '../runs/model';

const FRAME = /^ {2}File "(.*)", line (\d+)(?:, in (.*))?$/;
/** Lines that only point at a column. */
const MARKERS = /^[\s^~]+$/;
/** Official Metaflow's own code, which calls the author's. */
const ENGINE =
  /[\\/]metaflow[\\/](?:task|cli|flowspec|runtime|decorators|plugins[\\/].*|vendor[\\/].*|_vendor[\\/].*)(?:\.py)?$/;

/** Frames of the author's code, outermost first. */
export function parseTraceback(text: string): readonly TracebackFrame[] {
  const lines = text.split('\n');
  const frames: TracebackFrame[] = [];
  lines.forEach((line, index) => {
    const [, file, number, name = '<module>'] = FRAME.exec(line) ?? [];
    if (file === undefined || number === undefined || isEngine(file)) return;
    const source = lines[index + 1];
    const hasSource = source?.startsWith('    ') === true && !MARKERS.test(source);
    frames.push({
      file,
      line: Number(number),
      name,
      ...(hasSource && { text: source.trim() }),
    });
  });
  return frames;
}

function isEngine(file: string): boolean {
  return ENGINE.test(file) && /site-packages|dist-packages/.test(file);
}

/** Progress on a terminal: one line a step, drawn again in place. */
import { createLogUpdate } from 'log-update';
import type { RunFold } from '../../runs/fold';
import { modelOf } from '../../runs/stepModels';
import type { RunModel } from '../../runs/model';
import type { Terminal } from '../terminal';
import { SPIN_INTERVAL, stepLines } from './stepLines';
import type { ProgressView } from './view';

/** Lines kept free for the prompt and what is printed last. */
const FREE_ROWS = 3;

export function liveView(terminal: Terminal, stream: NodeJS.WriteStream): ProgressView {
  // Ctrl-C shows as ^C in the middle of a line otherwise, and a hidden cursor stays hidden when we are killed.
  const block = createLogUpdate(stream, { showCursor: true });
  let fold: RunFold | undefined;
  const draw = (): void => {
    if (fold) block(fitRows(modelOf(fold), Date.now(), terminal).join('\n'));
  };
  // The spinner and the running times go on between two events; never more than ten pictures a second.
  const timer = setInterval(draw, SPIN_INTERVAL);
  return {
    show: (next) => {
      const first = fold === undefined;
      fold = next;
      if (first) draw();
    },
    print: (text) => {
      block.clear();
      terminal.out(text);
      draw();
    },
    close: () => {
      clearInterval(timer);
      if (fold) block(stepLines(modelOf(fold), Date.now(), terminal.style).join('\n'));
      block.done();
    },
  };
}

/** A flow with more steps than the screen has lines shows the steps at work and says how many are left out. */
function fitRows(model: RunModel, now: number, terminal: Terminal): readonly string[] {
  const lines = stepLines(model, now, terminal.style);
  const room = Math.max(3, terminal.rows - FREE_ROWS);
  if (lines.length <= room) return lines;
  const rows = model.steps.map((step) => step.state);
  const working = rows.findIndex((state) => state === 'running' || state === 'retrying');
  const from = Math.min(Math.max(0, working - 2), lines.length - room + 1);
  const left = lines.length - room + 1;
  return [...lines.slice(from, from + room - 1), terminal.style('dim', `… ${left} more steps`)];
}

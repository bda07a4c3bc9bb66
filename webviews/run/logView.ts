/** The Log tab: one task's output, live; follows the end until the person scrolls away from it. */
import { formatCount } from '../../runner/drawing/format';
import { t } from '../shared/l10n';
import { button, emptyState, iconButton } from '../shared/parts';
import { el, patch, type Child, type View } from '../shared/view';
import { virtualRows } from '../shared/virtualRows';
import type { Context } from './context';
import type { TaskOfRun, ToPage } from './contract';
import { noRun } from './emptyView';
import { focusTask, modelOfTask } from './focus';
import { createFinder } from './logFind';
import { LINE_HEIGHT, logRow } from './logRow';
import { LogWindow } from './logWindow';
import { placeBar } from './placeBar';

type LogMessage = Extract<ToPage, { type: 'log' }>;

export interface LogView {
  update(context: Context): void;
  receive(message: LogMessage): void;
}

export function createLogView(panel: HTMLElement): LogView {
  const make = (className: string) => {
    const element = document.createElement('div');
    element.className = className;
    panel.append(element);
    return element;
  };
  const bar = make('place-bar');
  const note = make('log-note');
  const scroller = make('log');
  const body = document.createElement('div');
  body.className = 'log-lines';
  scroller.append(body);
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'log');
  scroller.setAttribute('aria-label', t('Output of the task'));
  scroller.setAttribute('aria-live', 'off');
  const empty = make('log-empty');

  const lines = new LogWindow();
  let context: Context | undefined;
  let shown: TaskOfRun | undefined;
  let ended = false;
  let heard = false;
  let following = true;

  const finder = createFinder(lines, () => {
    const match = finder.current();
    if (match) {
      following = false;
      rows.scrollTo(match.line, 'center');
    }
    if (context) draw(context);
  });
  const rows = virtualRows(scroller, body, LINE_HEIGHT, (index): View => {
    const line = lines.at(index);
    if (!line) return el('div', { class: 'log-line' });
    return logRow(line, index, finder.inLine(index), finder.current(), (file, place) =>
      context?.actions.send({ type: 'openSource', file, line: place }),
    );
  });
  const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
  scroller.addEventListener('scroll', () => {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < LINE_HEIGHT;
    if (atEnd === following) return;
    following = atEnd;
    if (context) drawBar(context);
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      panel.querySelector<HTMLInputElement>('input.find')?.select();
    }
  });

  function drawBar(now: Context): void {
    patch(bar, [
      ...placeBar(now),
      el('span', { class: 'spring' }),
      ...finder.view(),
      !following &&
        button(t('Follow'), () => {
          following = true;
          draw(now);
        }),
      iconButton('copy', t('Copy the lines'), () =>
        now.actions.send({ type: 'copy', text: lines.text() }),
      ),
    ]);
  }

  function draw(now: Context): void {
    const { model } = now.data;
    bar.hidden = !model;
    if (!model) {
      scroller.hidden = true;
      patch(note, []);
      patch(empty, [noRun(now, t('Logs appear here when the flow runs'))]);
      return;
    }
    drawBar(now);
    follow(now);
    scroller.hidden = lines.length === 0;
    patch(note, lines.skipped ? skippedNote(now) : []);
    patch(empty, lines.length === 0 ? [emptyState(emptySentence())] : []);
    rows.update(lines.length);
    if (following) toEnd();
  }

  /** Asks for the output of the task in focus, and forgets another's. */
  function follow(now: Context): void {
    const place = focusTask(now.data);
    if (
      place?.step !== shown?.step ||
      place?.task !== shown?.task ||
      place?.attempt !== shown?.attempt
    ) {
      shown = place;
      lines.clear();
      finder.refresh();
      [heard, ended, following] = [false, false, true];
    }
    const task = place && modelOfTask(now.data, place);
    now.requests.log(
      place,
      place?.attempt === undefined ? task?.attempts.at(-1)?.attempt : undefined,
    );
  }

  function emptySentence(): string {
    if (!heard) return '';
    return ended ? t('This task printed nothing') : t('Nothing printed yet');
  }

  function skippedNote({ data }: Context): readonly Child[] {
    const ref = data.model?.ref;
    const pathspec = `${ref?.flow ?? ''}/${ref?.run ?? ''}/${shown?.step ?? ''}/${shown?.task ?? ''}`;
    return [
      t('Only the last {0} lines are here; all of them: ', formatCount(lines.length)),
      el('span', { class: 'code' }, `flowdeck logs ${pathspec}`),
    ];
  }

  return {
    update: (now) => {
      context = now;
      if (now.data.state?.tab === 'log') draw(now);
      else now.requests.log(undefined);
    },
    receive: (message) => {
      if (message.place.step !== shown?.step || message.place.task !== shown.task) return;
      if (message.reset) lines.clear();
      const dropped = lines.append(message.lines);
      lines.skipped ||= message.skipped;
      heard = true;
      ended = message.ended;
      finder.refresh();
      if (!following && dropped > 0) scroller.scrollTop -= dropped * LINE_HEIGHT;
      if (context) draw(context);
    },
  };
}

import { describe, expect, it } from 'vitest';
import { clockTime } from '../../../extension/clock';
import { movedLine, ownFrame } from '../../../extension/views/failurePlace';
import { glyphSvg } from '../../../extension/views/glyphs';
import { STATE_LOOKS } from '../../../runner/drawing/states';
import type { TaskState } from '../../../runner/runs/model';

const words = { yesterday: 'yesterday', locale: 'en' };
const now = new Date(2026, 10, 23, 18, 0).getTime();

describe('clockTime', () => {
  it.each([
    [new Date(2026, 10, 23, 0, 5), '00:05'],
    [new Date(2026, 10, 22, 23, 59), 'yesterday'],
    [new Date(2026, 10, 20, 12, 0), 'Nov 20'],
    [new Date(2025, 10, 20, 12, 0), 'Nov 20, 2025'],
  ])('%s is %s', (time, text) => {
    expect(clockTime(time.getTime(), now, words)).toBe(text);
  });
});

describe('ownFrame', () => {
  const frame = (file: string, line: number) => ({ file, line, name: 'f' });
  const error = (...frames: { file: string; line: number; name: string }[]) => ({
    kind: 'exception' as const,
    message: 'ValueError: x',
    frames,
  });

  it("is the innermost one in the person's own folders", () => {
    const found = ownFrame(
      error(
        frame('/w/flow.py', 12),
        frame('/w/models.py', 48),
        frame('/w/.venv/lib/python3.12/site-packages/numpy/x.py', 3),
        frame('/usr/lib/python3.12/json.py', 9),
      ),
      ['/w'],
    );
    expect(found).toEqual(frame('/w/models.py', 48));
  });

  it('is none in a folder whose name only begins alike', () => {
    expect(ownFrame(error(frame('/work/a.py', 1)), ['/w'])).toBeUndefined();
  });
});

describe('movedLine', () => {
  it.each([
    ['lines are put in above', 10, { start: 2, end: 2, inserted: 3 }, 13],
    ['lines above are removed', 10, { start: 2, end: 5, inserted: 0 }, 7],
    ['something below changes', 10, { start: 11, end: 12, inserted: 4 }, 10],
    ['the line itself is edited', 10, { start: 10, end: 10, inserted: 0 }, 10],
    ['a deletion goes over it', 10, { start: 8, end: 12, inserted: 0 }, undefined],
  ])('when %s', (_, line, change, expected) => {
    expect(movedLine(line, change)).toBe(expected);
  });
});

describe('the gutter', () => {
  it('has a picture of its own for each state, in its colour', () => {
    const states = Object.keys(STATE_LOOKS) as TaskState[];
    const pictures = states.map((state) => glyphSvg(state, '#123456'));
    expect(new Set(pictures).size).toBe(states.length);
    for (const picture of pictures) {
      expect(picture).toContain('#123456');
      expect(picture).not.toContain('"C"');
    }
  });
});

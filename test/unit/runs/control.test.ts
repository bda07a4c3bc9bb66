import { expect, it } from 'vitest';
import { runArguments } from '../../../runner/runs/control';

it('starts a run with our options before the file and the parameters behind it', () => {
  expect(
    runArguments({
      file: '/f/flow.py',
      flow: 'MyFlow',
      parameters: { alpha: '-1', 'two words': 'a=b c' },
      tags: ['-night', 'x'],
      maxWorkers: 4,
      python: '/venv/bin/python',
      cwd: '/f',
    }),
  ).toEqual([
    ...['run', '--announce', '--python', '/venv/bin/python', '--flow', 'MyFlow'],
    ...['--tag=-night', '--tag=x', '--max-workers', '4'],
    ...['/f/flow.py', '--alpha=-1', '--two words=a=b c'],
  ]);
});

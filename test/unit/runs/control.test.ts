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

it('resumes a run from a step on, or from what failed', () => {
  const base = { file: '/flows/train.py', parameters: {}, python: '/bin/python', cwd: '/flows' };
  expect(runArguments({ ...base, resume: { origin: '17' }, maxWorkers: 4 })).toEqual([
    ...['resume', '--announce', '--python', '/bin/python', '/flows/train.py'],
    ...['--origin-run-id=17', '--max-workers=4'],
  ]);
  const fromStep = runArguments({ ...base, flow: 'Train', resume: { origin: '17', step: 'fit' } });
  expect(fromStep.slice(4)).toEqual([
    '--flow',
    'Train',
    '/flows/train.py',
    'fit',
    '--origin-run-id=17',
  ]);
});

/** A picture of the workbench at the moment a test failed: out/e2e/failed-….png. */
import { afterEach } from 'vitest';
import type { Workbench } from './workbench';

export function photographFailures(workbench: () => Workbench | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await workbench()?.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
  });
}

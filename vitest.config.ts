import { defineConfig } from 'vitest/config';

const project = (name: string, minutes: number, serial: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    exclude: ['**/node_modules/**'],
    testTimeout: minutes * 60_000,
    hookTimeout: minutes * 60_000,
    // Integration and end-to-end tests start processes of their own: one file at a time keeps two cores honest.
    fileParallelism: !serial,
  },
  define: { FLOWDECK_VERSION: JSON.stringify('0.0.0-test') },
});

export default defineConfig({
  test: {
    projects: [project('unit', 1, false), project('integration', 3, true), project('e2e', 3, true)],
  },
});

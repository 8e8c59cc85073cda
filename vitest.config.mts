// Which tests vitest runs. `unit` touches no files and no processes; `integration` works on real databases and sockets.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          // a busy machine is no failure: timings are measured by the bench
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts', 'tests/simulation/**/*.test.ts'],
          pool: 'forks',
          // both cores: vitest leaves one of them idle by itself
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})

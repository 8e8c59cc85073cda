// Journeys in the real Electron app and, for the console, in the system's Chromium. Nothing is ever downloaded:
// Electron comes from scripts/setup.mjs, which `npm test` runs first and names in the environment.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e-files',
  workers: 1,
  fullyParallel: false,
  // Two cores, a window and a hub: what passes only at the second try is named in the summary as unsteady.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
})

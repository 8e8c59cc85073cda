/** The system's own Chromium for the console: nothing is downloaded, and it talks to nobody but the hub. */
import { type Browser, chromium } from '@playwright/test'

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
    timeout: 30_000,
  })

/** --screenshot: waits until the page says it has painted a screen, then saves what the window shows as a PNG. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserWindow } from 'electron'

const paintedMsMax = 30_000
const pollMs = 100
const askMsMax = 1_000

// Two frames after the screen is there, with its fonts, so that what was laid out is also what was drawn.
const isPainted = `new Promise((done) => {
  if (!document.querySelector('[data-screen]')) return done(false)
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))
})`

export const saveScreenshot = async (window: BrowserWindow, file: string): Promise<void> => {
  await untilPainted(window)
  const picture = await window.webContents.capturePage()
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, picture.toPNG())
}

const untilPainted = async (window: BrowserWindow): Promise<void> => {
  const deadline = Date.now() + paintedMsMax
  while (Date.now() < deadline) {
    if (window.isDestroyed()) throw new Error('the window was closed')
    // A page that is loading or has crashed may never answer.
    const painted = await Promise.race([
      window.webContents.executeJavaScript(isPainted).catch(() => false),
      delay(askMsMax),
    ])
    if (painted === true) return
    await delay(pollMs)
  }
  throw new Error(`no element with data-screen within ${paintedMsMax / 1000} s`)
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

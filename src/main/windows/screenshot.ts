/**
 * --screenshot: waits until the page says it has painted a screen, then saves what the window shows as a PNG. Just after
 * an enrolment the form is still up for a moment: then another screen is waited for.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserWindow } from 'electron'

const paintedMsMax = 30_000
const pollMs = 100
const askMsMax = 1_000

// Two frames after the screen is there, with its fonts, so that what was laid out is also what was drawn.
const paintedScreen = `new Promise((done) => {
  const name = () => document.querySelector('[data-screen]')?.dataset.screen ?? null
  if (name() === null) return done(null)
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(name()))))
})`

/** The part of a window that is needed here. */
export interface Photographed {
  isDestroyed(): boolean
  webContents: Pick<BrowserWindow['webContents'], 'executeJavaScript' | 'capturePage'>
}

/** Answers which screen the picture shows. */
export const saveScreenshot = async (
  window: Photographed,
  file: string,
  { isEnrolled }: { isEnrolled: boolean },
): Promise<string> => {
  const shown = await untilPainted(window, isEnrolled)
  const picture = await window.webContents.capturePage()
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, picture.toPNG())
  return shown
}

export const untilPainted = async (window: Photographed, isEnrolled: boolean): Promise<string> => {
  const deadline = Date.now() + paintedMsMax
  let shown: string | null = null
  while (Date.now() < deadline) {
    if (window.isDestroyed()) throw new Error('the window was closed')
    // A page that is loading or has crashed may never answer.
    const name: unknown = await Promise.race([
      window.webContents.executeJavaScript(paintedScreen).catch(() => null),
      delay(askMsMax),
    ])
    if (typeof name === 'string') shown = name
    if (shown !== null && !(isEnrolled && shown === 'enrolment')) return shown
    await delay(pollMs)
  }
  // The form is still worth a picture.
  if (shown !== null) return shown
  throw new Error(`no element with data-screen within ${paintedMsMax / 1000} s`)
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

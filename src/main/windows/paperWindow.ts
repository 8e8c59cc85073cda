/** An A4 document as a PDF: a hidden window of the one factory loads it, runs nothing of it, and is gone again. */
import type { BrowserWindow } from 'electron'

export const paperMsMax = 90_000

type Paper = Pick<BrowserWindow, 'loadURL' | 'destroy' | 'isDestroyed'> & {
  webContents: Pick<BrowserWindow['webContents'], 'printToPDF'>
}

/** A document Chromium cannot lay out in time is given up, and its window with it. */
export const pdfOf = async (window: Paper, url: string, limitMs = paperMsMax): Promise<Uint8Array> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no PDF within ${limitMs / 1000} s`)), limitMs)
  })
  try {
    return await Promise.race([laidOut(window, url), late])
  } finally {
    clearTimeout(timer)
    if (!window.isDestroyed()) window.destroy()
  }
}

const laidOut = async (window: Paper, url: string): Promise<Uint8Array> => {
  await window.loadURL(url)
  return window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true })
}

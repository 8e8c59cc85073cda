/** Windows are made in one place, with one set of preferences; nothing else in the shell makes a page. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(__dirname, '../../..')

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return /\.[cm]?tsx?$/.test(entry.name) ? [path] : []
  })

const sources = filesUnder(join(root, 'src')).map((path) => ({
  file: relative(root, path),
  text: readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ''),
}))
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

describe('windows', () => {
  test('come from one factory', () => {
    expect(filesWith(/new BrowserWindow\b/)).toEqual(['src/main/windows/storeWindow.ts'])
    expect(filesWith(/\b(BrowserView|WebContentsView|webContents\.create|\bnew BaseWindow|<webview)\b/)).toEqual([])
  })

  test('which confines them', () => {
    const factory = sources.find(({ file }) => file === 'src/main/windows/storeWindow.ts')?.text ?? ''
    for (const wanted of ['sandbox: true', 'contextIsolation: true', 'nodeIntegration: false', 'webviewTag: false'])
      expect(factory).toContain(wanted)
    expect(
      filesWith(/webSecurity|allowRunningInsecureContent|nodeIntegrationIn|enableRemoteModule|experimentalFeatures/),
    ).toEqual([])
  })

  test('hear a page on the two channels alone, each of which asks who sent it', () => {
    expect(filesWith(/ipcMain\.(handle|on|once|handleOnce)\(/)).toEqual(['src/main/index.ts'])
    const shell = sources.find(({ file }) => file === 'src/main/index.ts')?.text ?? ''
    expect(shell.match(/ipcMain\.\w+\(/g)).toHaveLength(2)
    expect(shell.match(/senderOf\(event\)/g)).toHaveLength(2)
  })

  test('have a preload that exposes one thing, once', () => {
    expect(filesWith(/exposeInMainWorld|exposeInIsolatedWorld/)).toEqual(['src/preload/index.ts'])
    const preload = sources.find(({ file }) => file === 'src/preload/index.ts')?.text ?? ''
    expect(preload.match(/exposeIn\w+\(/g)).toHaveLength(1)
    expect(preload).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer\s*[,)]/)
  })
})

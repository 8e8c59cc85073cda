/** `npm start -- --once`: from nothing to a window with a shop in it, photographed, and the console’s address said. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from '@playwright/test'
import { repoRoot } from '../support/devices/hubProcess'
import { endWithUs, freePort } from '../support/devices/processes'
import { within } from '../support/devices/waiting'
import { removeFolder, temporaryFolder } from './shop'

const startOnce = async (dataDir: string, port: number): Promise<{ code: number | null; text: string }> => {
  const args = [join(repoRoot, 'scripts/start.mjs'), '--once', '--data', dataDir, '--port', String(port)]
  const child = spawn(process.execPath, args, { cwd: repoRoot, stdio: ['ignore', 'pipe', 'pipe'] })
  endWithUs(child.pid)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  return { code: await within('npm start', 110_000, exited), text }
}

test('ends with 0, says where the console is, and leaves a picture of the window; the second time too', async () => {
  test.setTimeout(240_000)
  const folder = temporaryFolder()
  try {
    const port = await freePort()
    for (const time of ['first', 'second']) {
      const { code, text } = await startOnce(folder, port)
      expect(code, `${time} start:\n${text}`).toBe(0)
      expect(text).toContain(`http://127.0.0.1:${port}/console/`)
      expect(text).toContain('s001.lin')
      const picture = await pictureOf(join(folder, 'window.png'))
      expect([picture.width, picture.height]).toEqual([1366, 768])
      expect(coloursOf(picture)).toBeGreaterThan(20)
    }
    expect(existsSync(join(folder, 'store/store.db'))).toBe(true)
  } finally {
    removeFolder(folder)
  }
})

const pictureOf = async (file: string) => {
  const image = await loadImage(readFileSync(file))
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height)
}

/** A blank window has one colour, a screen with words and shapes has many. */
const coloursOf = ({ data }: { data: Uint8ClampedArray }): number => new Set(new Uint32Array(data.buffer)).size

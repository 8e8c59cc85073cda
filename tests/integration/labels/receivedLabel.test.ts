/**
 * What a printer hears: labels queued and printed in the store, sent by the shell's own printing over a socket, and cut out of
 * the bytes that arrived. The ZPL is drawn by a renderer that is not ours and must be the preview dot for dot; two decoders
 * that know nothing of each other read its code; the other languages must carry that very picture.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabelLanguage } from '../../../src/core/labels/emitLabel'
import { createPrinting } from '../../../src/main/printing'
import { LabelPrinter } from '../../support/devices/labelPrinter'
import { renderLabel } from '../../support/devices/renderLabels'
import { tcpPrinter } from '../../support/printers'
import { type StoreChild, startStoreChild } from '../../support/storeChild'
import {
  chain,
  createClock,
  pieceCode,
  pinOf,
  removeFolder,
  startHub,
  type TestHub,
  temporaryFolder,
} from '../../support/world'

const folder = temporaryFolder()
let hub: TestHub
let pc: StoreChild
let paper: LabelPrinter

beforeAll(async () => {
  hub = await startHub(folder, createClock(Date.now()))
  paper = await LabelPrinter.switchOn()
  pc = await startStoreChild(join(folder, 'pc'), createPrinting({ scannerPorts: () => [] }))
  await pc.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
  await pc.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
}, 60_000)
afterAll(async () => {
  await pc.stop()
  await paper.stop()
  await hub.close()
  removeFolder(folder)
})

/** White and black, row after row: what lies on the paper. */
interface Dots {
  width: number
  height: number
  black: Uint8Array
}

const dotsOf = async (png: Buffer): Promise<Dots> => {
  const image = await loadImage(png)
  const { width, height } = image
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  return {
    width,
    height,
    black: Uint8Array.from({ length: width * height }, (_, at) => ((data[at * 4] ?? 255) < 128 ? 1 : 0)),
  }
}

/** Rows of whole bytes; what is beyond the label's width must be white, or it would print beside it. */
const dotsOfRows = (rows: Buffer, rowBytes: number, width: number, blackIs: 0 | 1): Dots => {
  const height = rows.length / rowBytes
  const black = new Uint8Array(width * height)
  let beyond = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < rowBytes * 8; x += 1) {
      const bit = ((rows[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      if (bit !== blackIs) continue
      if (x < width) black[y * width + x] = 1
      else beyond += 1
    }
  }
  expect(beyond).toBe(0)
  return { width, height, black }
}

const differing = (one: Dots, other: Dots): number => {
  expect([one.width, one.height]).toEqual([other.width, other.height])
  return one.black.reduce((sum, dot, at) => sum + (dot === other.black[at] ? 0 : 1), 0)
}

type Cut = { rowBytes: number; rows: Buffer }

/** Label after label, by what each header says of its own length, as a printer reads them. */
const cutOut = (stream: Buffer, header: RegExp): Cut[] => {
  const text = stream.toString('latin1')
  const cuts: Cut[] = []
  const search = new RegExp(header, 'g')
  for (let found = search.exec(text); found; found = search.exec(text)) {
    const [rowBytes, height] = [Number(found[1]), Number(found[2])]
    const from = found.index + found[0].length
    cuts.push({ rowBytes, rows: stream.subarray(from, from + rowBytes * height) })
    search.lastIndex = from + rowBytes * height
  }
  return cuts
}

const cutOutEscpos = (stream: Buffer): Cut[] => {
  const cuts: Cut[] = []
  const header = Buffer.of(0x1d, 0x76, 0x30, 0)
  for (let at = stream.indexOf(header); at >= 0; at = stream.indexOf(header, at)) {
    const [rowBytes, height] = [stream.readUInt16LE(at + 4), stream.readUInt16LE(at + 6)]
    cuts.push({ rowBytes, rows: stream.subarray(at + 8, at + 8 + rowBytes * height) })
    at += 8 + rowBytes * height
  }
  return cuts
}

const others = {
  tspl: { blackIs: 0, cut: (stream: Buffer) => cutOut(stream, /BITMAP 0,0,(\d+),(\d+),0,/) },
  epl: { blackIs: 0, cut: (stream: Buffer) => cutOut(stream, /GW0,0,(\d+),(\d+)\n/) },
  escpos: { blackIs: 1, cut: cutOutEscpos },
} as const

const zbarRead = (png: Buffer): string => {
  const file = join(folder, 'received.png')
  writeFileSync(file, png)
  return spawnSync('zbarimg', ['-q', '--nodbus', file], { encoding: 'utf8' }).stdout.trim()
}

const codes = chain.products
  .filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
  .map(({ sku }) => pieceCode(sku))
  .filter((code) => /^69\d{11}$/.test(code))
  .slice(0, 4)

const heardIn = async (language: LabelLanguage, dpi: 203 | 300, template: string) => {
  const printers = [tcpPrinter(paper.host, paper.port, { language, dpi, template })]
  await pc.must('device.saveSettings', { scanners: [], printers })
  const lines = codes.map((code, index) => ({ row: index + 1, code, copies: 1 }))
  const answer = await pc.must('label.add', { why: 'file', name: 'four.xlsx', template, lines })
  expect(answer.faults).toEqual([])
  const jobIds = answer.added.map(({ jobId }) => jobId)
  const previews: Dots[] = []
  for (const jobId of jobIds) {
    const { pngBase64 } = await pc.must('label.preview', { jobId })
    previews.push(await dotsOf(Buffer.from(pngBase64, 'base64')))
  }
  paper.jobs.length = 0
  const printed = await pc.must('label.print', { jobIds })
  expect(printed.handedOver).toBe(jobIds.length)
  await paper.waitForJobs(1)
  return { stream: Buffer.concat(paper.jobs), previews }
}

const cases = (
  ['priceTag40x30', 'priceTag50x30', 'priceTag60x40', 'goodsLabel60x40', 'shelfStrip95x38'] as const
).flatMap((template) => ([203, 300] as const).map((dpi) => [template, dpi] as const))

describe.each(cases)('%s at %i dpi, as it arrived', (template, dpi) => {
  test('ZPL is the preview and its codes read back; the other languages carry the same dots', {
    timeout: 60_000,
  }, async () => {
    const { stream, previews } = await heardIn('zpl', dpi, template)
    const labels = stream.toString('latin1').match(/\^XA[\s\S]*?\^XZ/g) ?? []
    expect(labels).toHaveLength(codes.length)
    const pictures: Dots[] = []
    for (const [index, label] of labels.entries()) {
      const { png, codes: read } = await renderLabel(Buffer.from(label, 'latin1'), dpi === 203 ? 8 : 12)
      const picture = await dotsOf(png)
      expect(differing(picture, previews[index] as Dots)).toBe(0)
      expect(read).toEqual([`EAN13 ${codes[index]}`])
      expect(zbarRead(png)).toBe(`EAN-13:${codes[index]}`)
      pictures.push(picture)
    }
    for (const language of ['tspl', 'escpos', 'epl'] as const) {
      const { cut, blackIs } = others[language]
      const arrived = cut((await heardIn(language, dpi, template)).stream)
      expect(arrived).toHaveLength(codes.length)
      for (const [index, { rowBytes, rows }] of arrived.entries()) {
        const picture = pictures[index] as Dots
        expect(differing(dotsOfRows(rows, rowBytes, picture.width, blackIs), picture)).toBe(0)
      }
    }
  })
})

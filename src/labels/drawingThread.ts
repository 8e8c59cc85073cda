/**
 * Draws labels in a thread of its own, so that no scan at a shop and no page of HQ waits for one. A thread that dies takes no label along: what it was
 * asked for is asked of the next one, and drawn right here where that one dies too, or where threads cannot be had at all.
 * What never answers is given up: drawn here it would hold up the whole shop, or every shop.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createLabelRenderer, type LabelRenderer } from './renderLabel'

type Method = 'print' | 'render' | 'draw' | 'png'
export interface DrawingData {
  fontDir?: string | undefined
}
export interface DrawingAsked {
  id: number
  method: Method
  input: unknown[]
}
export type DrawingAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: string }

export interface DrawingParts {
  /** of the thread's entry */
  file: string
  fontDir?: string
  log(line: object): void
  /** for tests: what starts the thread needs, and less patience */
  execArgv?: string[]
  answerMsMax?: number
}

interface Asked extends DrawingAsked {
  deaths: number
  timer: NodeJS.Timeout
  done(value: unknown): void
  failed(error: Error): void
}

/** Enough for the thread never to wait for the next label, few enough that a preview is not far back in the line. */
const ahead = 4
/** A thread that died so often dies of the PC, not of a label. */
const deathsMax = 3
/** The first label loads fonts, on a slow disk; no label takes a hundredth of this. */
const answerMsUsual = 30_000

/** The bundle keeps the entry beside those of store and hub; from source it is a file of this folder. */
export const drawingFile = (backendDir: string): string => {
  const bundled = [backendDir, join(backendDir, '..')].map((folder) => join(folder, 'drawingEntry.js'))
  return bundled.find((file) => existsSync(file)) ?? join(backendDir, '../labels/drawingEntry.ts')
}

export const createDrawingThread = (parts: DrawingParts): LabelRenderer => {
  const here = createLabelRenderer(parts.fontDir === undefined ? {} : { fontDir: parts.fontDir })
  const asked = new Map<number, Asked>()
  const state = { worker: null as Worker | null, deaths: 0, nextId: 1, closed: false }

  const settle = (id: number): Asked | undefined => {
    const one = asked.get(id)
    clearTimeout(one?.timer)
    asked.delete(id)
    // a thread with nothing to do keeps no process alive
    if (asked.size === 0) state.worker?.unref()
    return one
  }

  const drawHere = ({ id, method, input }: Asked): void => {
    const one = settle(id)
    const draw = here[method] as (...input: unknown[]) => Promise<unknown>
    draw(...input).then(
      (value) => one?.done(value),
      (error: Error) => one?.failed(error),
    )
  }

  const heard = (answer: DrawingAnswer): void => {
    const one = settle(answer.id)
    if (answer.ok) one?.done(answer.value)
    else one?.failed(new Error(answer.error))
  }

  const died = (worker: Worker, why: string): void => {
    if (state.worker !== worker) return
    state.worker = null
    if (state.closed) return
    state.deaths += 1
    parts.log({ event: 'label thread ended', why, deaths: state.deaths, labels: asked.size })
    for (const one of asked.values()) {
      one.deaths += 1
      one.timer.refresh()
      post(one)
    }
  }

  const thread = (): Worker | null => {
    if (state.worker || state.closed || state.deaths >= deathsMax) return state.worker
    try {
      const workerData: DrawingData = { fontDir: parts.fontDir }
      const worker = new Worker(parts.file, { workerData, ...(parts.execArgv ? { execArgv: parts.execArgv } : {}) })
      worker.on('message', heard)
      worker.on('error', (error) => died(worker, error.stack ?? error.message))
      worker.on('exit', (code) => died(worker, `exit ${code}`))
      state.worker = worker
    } catch (error) {
      state.deaths = deathsMax
      parts.log({ event: 'no label thread', error: String(error) })
    }
    return state.worker
  }

  const post = (one: Asked): void => {
    const worker = one.deaths > 1 ? null : thread()
    const { id, method, input } = one
    if (!worker) {
      drawHere(one)
      return
    }
    worker.ref()
    worker.postMessage({ id, method, input } satisfies DrawingAsked)
  }

  /** The thread is stuck: the label it is stuck with fails, those behind it go on in a new one. */
  const givenUp = (id: number): void => {
    settle(id)?.failed(new Error(`label not drawn within ${parts.answerMsMax ?? answerMsUsual} ms`))
    const { worker } = state
    if (!worker) return
    died(worker, 'silent')
    void worker.terminate()
  }

  const ask = <T>(method: Method, input: unknown[]): Promise<T> =>
    new Promise<T>((done, failed) => {
      const id = state.nextId++
      const timer = setTimeout(() => givenUp(id), parts.answerMsMax ?? answerMsUsual)
      const one: Asked = { id, method, input, deaths: 0, timer, done: done as (value: unknown) => void, failed }
      asked.set(id, one)
      post(one)
    })

  return {
    ahead,
    print: (wish) => ask('print', [wish]),
    draw: (template, content, dpi) => ask('draw', [template, content, dpi]),
    render: async (template, content, dpi) => {
      const label = await ask<Awaited<ReturnType<LabelRenderer['render']>>>('render', [template, content, dpi])
      return { ...label, png: Buffer.from(label.png) }
    },
    png: async (bitmap) => Buffer.from(await ask<Uint8Array>('png', [bitmap])),
    close: async () => {
      state.closed = true
      for (const { id } of [...asked.values()]) settle(id)?.failed(new Error('the label thread was closed'))
      await state.worker?.terminate()
      await here.close()
    },
  }
}

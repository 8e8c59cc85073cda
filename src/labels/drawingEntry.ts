/** Entry of the thread that draws labels (drawingThread.ts starts it). It knows no database, no printer and no queue. */
import { parentPort, workerData } from 'node:worker_threads'
import type { DrawingAnswer, DrawingAsked, DrawingData } from './drawingThread'
import { createLabelRenderer } from './renderLabel'

const { fontDir } = workerData as DrawingData
const renderer = createLabelRenderer(fontDir === undefined ? {} : { fontDir })

const answerTo = async ({ id, method, input }: DrawingAsked): Promise<DrawingAnswer> => {
  try {
    const draw = renderer[method] as (...input: unknown[]) => Promise<unknown>
    return { id, ok: true, value: await draw(...input) }
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', (asked: DrawingAsked) => {
  void answerTo(asked).then((answer) => parentPort?.postMessage(answer))
})

/** A photo as a phone would take it in the store: bottles of oil under a shelf that came down. Drawn, so that it is nobody's. */
import { writeFileSync } from 'node:fs'
import { createCanvas } from '@napi-rs/canvas'

const width = 1280
const height = 960

export const takePhoto = (path: string): void => {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  const wall = pen.createLinearGradient(0, 0, 0, height)
  wall.addColorStop(0, '#cfd4d8')
  wall.addColorStop(0.62, '#b3b9be')
  wall.addColorStop(0.63, '#8a8378')
  wall.addColorStop(1, '#6d665c')
  pen.fillStyle = wall
  pen.fillRect(0, 0, width, height)
  // the board that gave way
  pen.save()
  pen.translate(120, 420)
  pen.rotate(0.19)
  pen.fillStyle = '#e8e2d4'
  pen.fillRect(0, 0, 1050, 34)
  pen.restore()
  pen.fillStyle = 'rgba(214, 168, 40, 0.55)'
  for (const [x, y, wide, high] of [
    [620, 800, 430, 90],
    [900, 740, 220, 60],
  ] as const) {
    pen.beginPath()
    pen.ellipse(x, y, wide, high, 0.05, 0, 2 * Math.PI)
    pen.fill()
  }
  for (let at = 0; at < 9; at++) bottle(pen, 210 + at * 105, 700 + ((at * 37) % 120), -1.4 + ((at * 53) % 28) / 10)
  writeFileSync(path, canvas.toBuffer('image/jpeg', 85))
}

type Pen = ReturnType<ReturnType<typeof createCanvas>['getContext']>

const bottle = (pen: Pen, x: number, y: number, turn: number): void => {
  pen.save()
  pen.translate(x, y)
  pen.rotate(turn)
  pen.fillStyle = '#d9a62a'
  pen.beginPath()
  pen.roundRect(-34, -90, 68, 180, 18)
  pen.fill()
  pen.fillStyle = '#f4f0e6'
  pen.fillRect(-34, -30, 68, 70)
  pen.fillStyle = '#b3261e'
  pen.fillRect(-34, -4, 68, 16)
  pen.fillStyle = '#3b6b34'
  pen.fillRect(-14, -122, 28, 34)
  pen.restore()
}

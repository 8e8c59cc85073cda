// Fits text into a box: wraps Chinese between characters, keeps words and numbers whole, shrinks, and as the last
// resort cuts with an ellipsis and says so. It measures through a function and knows no font.
import type { MeasureText } from './labelLayout'
import type { FontWeight } from './labelTemplate'

export type TextFrame = {
  widthDots: number
  heightDots: number
  maxDots: number
  minDots: number
  linesMax: 1 | 2
  weight: FontWeight
}

export type FittedText = { lines: string[]; sizeDots: number; cut: boolean }

/** Strokes of Chinese characters run together below this many dots. */
export const chineseDotsMin = 16
export const lineHeight = 1.16

/** One line is calmer than two: it wins until it would be this much smaller. */
const oneLineWorth = 0.78

/** The largest size that fits; two lines only where one would be much smaller. */
export function fitText(text: string, frame: TextFrame, measure: MeasureText): FittedText {
  const minDots = Math.max(chineseDotsMin, frame.minDots)
  const clean = text.replace(/\s+/g, ' ').trim()
  const one = oneLine(clean, minDots, frame, measure)
  const two = frame.linesMax === 2 ? twoLines(clean, minDots, frame, measure) : null
  if (one !== null && (two === null || one.sizeDots >= two.sizeDots * oneLineWorth)) return one
  return two ?? { lines: cutLines(clean, minDots, frame, measure), sizeDots: minDots, cut: true }
}

function oneLine(text: string, minDots: number, frame: TextFrame, measure: MeasureText): FittedText | null {
  for (let sizeDots = likelySize(text, 1, frame, measure); sizeDots >= minDots; sizeDots -= 1) {
    if (measure(text, sizeDots, frame.weight) <= frame.widthDots) return { lines: [text], sizeDots, cut: false }
  }
  return null
}

/** Widths grow with size, so one measurement tells nearly where to start; one dot more leaves room for rounding. */
function likelySize(text: string, lines: number, frame: TextFrame, measure: MeasureText): number {
  const widest = Math.max(1, measure(text, frame.maxDots, frame.weight))
  return Math.min(frame.maxDots, Math.floor((frame.maxDots * frame.widthDots * lines) / widest) + 1)
}

function twoLines(text: string, minDots: number, frame: TextFrame, measure: MeasureText): FittedText | null {
  const tallest = Math.floor(frame.heightDots / (2 * lineHeight))
  for (let sizeDots = Math.min(likelySize(text, 2, frame, measure), tallest); sizeDots >= minDots; sizeDots -= 1) {
    const lines = bestBreak(text, frame.widthDots, (line) => measure(line, sizeDots, frame.weight))
    if (lines !== null) return { lines, sizeDots, cut: false }
  }
  return null
}

/** The break at a space or a bracket if one fits, else the one that leaves two lines of like length. */
function bestBreak(text: string, widthDots: number, widthOf: (line: string) => number): string[] | null {
  const pieces = piecesOf(text)
  const breaks = pieces.slice(1).map((_piece, before) => {
    const lines = [
      pieces
        .slice(0, before + 1)
        .join('')
        .trimEnd(),
      pieces
        .slice(before + 1)
        .join('')
        .trimStart(),
    ]
    const [first = 0, second = 0] = lines.map(widthOf)
    const natural = /[ )）】」]$/.test(pieces[before] ?? '') || /^[ (（【「]/.test(pieces[before + 1] ?? '')
    return { lines, longest: Math.max(first, second), uneven: Math.abs(first - second), natural }
  })
  const fitting = breaks.filter(({ longest }) => longest <= widthDots)
  // A natural break far off the middle leaves an orphan, which is worse than a broken word.
  const natural = fitting.filter((option) => option.natural && option.uneven <= widthDots * 0.75)
  const [best] = (natural.length > 0 ? natural : fitting).sort((one, other) => one.uneven - other.uneven)
  return best?.lines ?? null
}

/** Lines no wider than asked, unless a single unbreakable piece is. */
export function wrapText(text: string, widthDots: number, widthOf: (line: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text)) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > widthDots) {
      lines.push(line.trimEnd())
      line = piece.trimStart()
    } else line += piece
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

/** A Latin word or a number with its unit is one piece; so is a character with the punctuation that must follow it. */
function piecesOf(text: string): string[] {
  return text.match(/(?:[(（【《「]?(?:[!-'*-~]+|.))[)）】》」、，。：；！？%％]*| +/gu) ?? []
}

function cutLines(text: string, sizeDots: number, frame: TextFrame, measure: MeasureText): string[] {
  const widthOf = (line: string): number => measure(line, sizeDots, frame.weight)
  if (frame.linesMax === 1 || sizeDots * lineHeight * 2 > frame.heightDots) {
    return [cutLine(text, frame.widthDots, widthOf)]
  }
  const first = wrapText(text, frame.widthDots, widthOf)[0] ?? ''
  // A first piece too wide for the line is cut there; the second line takes what is left of the text.
  const fitted = widthOf(first) <= frame.widthDots ? first : longestFit(first, frame.widthDots, widthOf)
  return [fitted, cutLine(text.slice(fitted.length).trimStart(), frame.widthDots, widthOf)]
}

function cutLine(text: string, widthDots: number, widthOf: (line: string) => number): string {
  if (widthOf(text) <= widthDots) return text
  const kept = longestFit(text, widthDots - widthOf('…'), widthOf)
  // "1.2…" of "1.28L" would be another number: a word or figure that does not fit goes as a whole.
  const insideWord = /^[!-~]/.test(text.slice(kept.length))
  const whole = insideWord ? kept.replace(/[!-~]+$/, '') : kept
  return `${(whole === '' ? kept : whole).trimEnd()}…`
}

function longestFit(text: string, widthDots: number, widthOf: (line: string) => number): string {
  const characters = Array.from(text)
  let low = 0
  let high = characters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (widthOf(characters.slice(0, middle).join('')) <= widthDots) low = middle
    else high = middle - 1
  }
  return characters.slice(0, low).join('')
}

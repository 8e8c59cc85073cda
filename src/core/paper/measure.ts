/**
 * How much room a text takes, without a printer to ask: letters by class, a little wider than the fonts a shop has. Pages are
 * cut by it, so it may say too much and never too little.
 */
const mmPerPoint = 25.4 / 72

const narrow = /[ .,:;'|!ijl()[\]/·-]/
const wide = /[mwMW@%—]/
const capital = /[A-Z&#+=<>$¥_~]/

/** In em. What is no Latin letter is as wide as a Chinese one. */
const widthOf = (letter: string): number => {
  if (letter > '\u02ff') return 1
  if (narrow.test(letter)) return 0.42
  if (wide.test(letter)) return 0.98
  if (/\d/.test(letter)) return 0.58
  return capital.test(letter) ? 0.74 : 0.62
}

/** Of a fixed-width font every letter is alike. */
const fixedWidth = 0.63

export interface Lettering {
  points: number
  fixed?: boolean
}

const emOf = (text: string, fixed: boolean | undefined): number =>
  [...text].reduce((sum, letter) => sum + (fixed && letter <= '\u02ff' ? fixedWidth : widthOf(letter)), 0)

export const textMm = (text: string, { points, fixed }: Lettering): number => emOf(text, fixed) * points * mmPerPoint

/** Chinese breaks anywhere, Latin at its spaces. */
const pieces = (text: string): string[] => text.match(/[\u0021-\u02ff]+ *| +|./gu) ?? []

/** How many lines a text becomes in a box; a word longer than the box is broken. */
export const linesOf = (text: string, widthMm: number, lettering: Lettering): number =>
  text.split('\n').reduce((sum, line) => sum + linesOfOne(line, widthMm, lettering), 0)

const linesOfOne = (text: string, widthMm: number, lettering: Lettering): number => {
  // punctuation that may not begin a line takes its neighbour with it: half a letter is kept back for it
  const room = Math.max(widthMm - (lettering.points * mmPerPoint) / 2, lettering.points * mmPerPoint)
  if (textMm(text, lettering) <= widthMm) return 1
  let lines = 1
  let used = 0
  for (const piece of pieces(text)) {
    const own = textMm(piece, lettering)
    if (used + own <= room) used += own
    else if (own <= room) {
      lines += 1
      used = own
    } else {
      const more = Math.ceil(own / room)
      lines += more
      used = room
    }
  }
  return lines
}

/** The widest thing in a text that is not broken: what a narrow column needs at least. */
export const widestWordMm = (text: string, lettering: Lettering): number =>
  Math.max(0, ...pieces(text.replaceAll('\n', ' ')).map((piece) => textMm(piece.trim(), lettering)))

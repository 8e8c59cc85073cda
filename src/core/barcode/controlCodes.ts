// The chain's own printed codes that are no goods: commands for the screen, zones of a stocktake, pages of a count sheet and their lines,
// numbers of documents. Their shape says what they are, so no catalogue is asked.

export const commands = ['save', 'undo', 'hold', 'submit'] as const
export type CommandName = (typeof commands)[number]

/** What the printed command asks the screen to do; `times`: the next scan counts that often. */
export type Command = { name: CommandName } | { name: 'times'; times: number }

export type DocumentCode = { kind: 'document'; text: string }
export type ControlCode =
  | { kind: 'command'; text: string; command: Command }
  | { kind: 'zone'; text: string; zone: string }
  /** `line`: the code beside one line of it */
  | { kind: 'page'; text: string; number: string; page: number; line?: number }
  | DocumentCode

/** Printed beside each other on one sheet; other counts up to 99 are read as well. */
export const printedTimes = [6, 12, 24] as const

export function commandCode(command: Command): string {
  return command.name === 'times' ? `ZG-C-X${command.times}` : `ZG-C-${command.name.toUpperCase()}`
}

export const zoneCode = (zone: string): string => `ZG-Z-${zone}`
export const pageCode = (number: string, page: number): string => `ZG-P-${number}-${twoDigits(page)}`
/** Beside a line of the page: whoever reads the page knows the line as well. */
export const lineCode = (number: string, page: number, line: number): string =>
  `${pageCode(number, page)}-${twoDigits(line)}`

const twoDigits = (count: number): string => String(count).padStart(2, '0')

/** CGRK-S001-261122-A0007, and HQ's order CGDD-S001-261122-0001: prefix, store, day, letter of the PC, serial. */
const documentNumber = '[A-Z]{1,8}-[A-Z0-9]{1,16}-[0-9]{6}-[A-Z]{0,2}[0-9]{4,6}'
const wholeNumber = new RegExp(`^${documentNumber}$`)
const pageOfNumber = new RegExp(`^ZG-P-(${documentNumber})-([0-9]{2,3})(?:-([0-9]{2}))?$`)
/** as core/stocktake/plan writes the code of a zone */
const zoneName = /^ZG-Z-([A-Z0-9][A-Z0-9-]{0,15})$/
const times = /^ZG-C-X([1-9][0-9]?)$/

/** Capital lock on the scanner's host turns letters round; these codes are all written in capitals. */
export function readControlCode(data: string): ControlCode | null {
  const text = data.toUpperCase()
  const command = commandOf(text)
  if (command !== null) return { kind: 'command', text, command }
  const zone = zoneName.exec(text)?.[1]
  if (zone !== undefined) return { kind: 'zone', text, zone }
  const page = pageOfNumber.exec(text)
  if (page !== null) {
    const line = page[3] === undefined ? {} : { line: Number(page[3]) }
    return { kind: 'page', text, number: page[1] ?? '', page: Number(page[2]), ...line }
  }
  return wholeNumber.test(text) ? { kind: 'document', text } : null
}

function commandOf(text: string): Command | null {
  const name = commands.find((one) => commandCode({ name: one }) === text)
  if (name !== undefined) return { name }
  const count = times.exec(text)?.[1]
  return count === undefined ? null : { name: 'times', times: Number(count) }
}

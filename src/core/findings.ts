/**
 * What `verify` can find, declared once: a code for each kind of finding, and what its words name. The words are in
 * ui/i18n under `findings.<code>`; the tables and rows they speak of under `findingTable.<table>`.
 */

/** How a parameter is said: figures in their unit, columns and states in the shop's words. */
export type ParamKind =
  | 'text'
  | 'count'
  /** thousandths */
  | 'quantity'
  /** 1/10,000 yuan; for nobody without the right to see cost */
  | 'cost'
  | 'column'
  /** of the column the parameter `column` names; where that is one of cost, as `cost` */
  | 'value'
  | 'state'
  | 'time'
  | 'table'
  | 'account'
  /** what a log is of */
  | 'logKind'
  /** another of these codes */
  | 'finding'

const declare = <T extends Record<string, Readonly<Record<string, ParamKind>>>>(table: T): Readonly<T> => table

export const findings = declare({
  // the file
  fileDamaged: { said: 'text' },
  valueUnreadable: { said: 'text' },
  schemaGone: { of: 'table' },
  schemaOther: { of: 'table' },
  schemaExtra: { of: 'table' },
  rowBelowFirst: {},
  tableGone: {},

  // chains and logs
  seqGap: { after: 'count' },
  hashNotChained: {},
  bytesChanged: {},
  headIsNotLast: { head: 'count', last: 'count' },
  logMissing: {},
  logUnopened: {},
  logOther: { kind: 'logKind', deviceId: 'text', openedKind: 'logKind', openedDeviceId: 'text' },
  ackedBeyondHead: { acked: 'count', head: 'count' },
  ackedNotAll: { acked: 'count', head: 'count' },
  receivedOther: { line: 'count', at: 'time' },
  receivedAtOther: { recordedAt: 'time', line: 'count', at: 'time' },
  recordedAtOdd: { recordedAt: 'time' },
  ownTrailUnknown: {},

  // how far the trail is known to have got
  cutAtStart: { found: 'finding' },
  fenceGone: {},
  fenceUnreadable: {},
  fenceOfOther: {},
  fenceForged: {},
  fencedLineOther: {},
  fencedLineGone: {},

  // goods
  accountsNotZero: { quantity: 'quantity', value: 'cost' },
  balanceDiffers: { held: 'quantity', moved: 'quantity', heldValue: 'cost', movedValue: 'cost' },
  balanceAllocated: { allocated: 'quantity' },
  balanceMovedAtOdd: { movedAt: 'time' },
  /** lines: which of them */
  movementsDiffer: { rows: 'count', lines: 'text' },
  movementEventMissing: {},
  movementStepMissing: { state: 'state' },
  movementOutOfBounds: { quantity: 'text' },

  // papers
  stateNotOfSteps: { state: 'state' },
  postedNothingMoved: {},
  movedOtherThanLine: { sku: 'text', quantity: 'quantity', moved: 'quantity' },
  reversalNoMirror: { account: 'account', sku: 'text', quantity: 'quantity' },
  decidedByAuthor: { userId: 'text' },
  postedUndecided: {},
  documentMissing: {},
  paperUntold: {},
  paperEdited: {},
  historyEdited: {},
  versionDiffers: { held: 'count', told: 'count' },
  draftStepsDiffer: { held: 'count', told: 'count' },
  lineUntold: {},
  lineEdited: {},
  lineTouchedOdd: { touchedAt: 'count' },
  linePositionOdd: { fromSeq: 'count', atSeq: 'count' },
  notAsEventTold: { column: 'column', held: 'value', told: 'value' },
  lineNotOfEvent: {},
  stepNotAsTold: { event: 'text' },

  // transfers
  completedOnTheWay: { sku: 'text', quantity: 'quantity' },
  onTheWayDiffers: { sku: 'text', owed: 'quantity', inTransit: 'quantity' },

  // every other row
  rowGone: {},
  rowUntold: {},
  rowEdited: {},
  marksBegunAnew: { line: 'count' },
  rowWasOdd: { line: 'count', found: 'finding' },
  /** as a PC told of its own file */
  rowWasOddAt: { pc: 'text', line: 'count', found: 'finding' },
  pictureEdited: {},
  scanGone: { line: 'count' },
  scanDiffers: { column: 'column', held: 'value', told: 'value', line: 'count' },
  scanUntold: {},
  entriesDiffer: { scans: 'count', typed: 'count', toldScans: 'count', toldTyped: 'count' },
})

export type FindingCode = keyof typeof findings

export const isFindingCode = (code: string): code is FindingCode => Object.hasOwn(findings, code)

/** One row that is not as it should be. */
export interface Problem {
  code: FindingCode
  /** of the database; for what is no row of one: `trigger`, `index`, `table`, `view`, `file`, `fence` */
  table: string
  /** its key, or the number of the paper it belongs to */
  row: string
  /** '' where there is none */
  params: Readonly<Record<string, string>>
}

type Figure = string | number | null | undefined
type FiguresOf<C extends FindingCode> = { readonly [K in keyof (typeof findings)[C]]: Figure }

export const problemOf = <C extends FindingCode>(
  code: C,
  table: string,
  row: string | number,
  ...[params]: keyof FiguresOf<C> extends never ? [] : [params: FiguresOf<C>]
): Problem => ({
  code,
  table,
  row: String(row),
  params: Object.fromEntries(
    Object.keys(findings[code]).map((name) => [name, String((params as Record<string, Figure>)?.[name] ?? '')]),
  ),
})

/** Without the right to see cost, no figure of it. `isCost` tells a column of cost by its name. */
export const withoutCost = (problem: Problem, isCost: (column: string) => boolean): Problem => {
  const kinds: Readonly<Record<string, ParamKind>> = findings[problem.code]
  const hidden = (kind: ParamKind | undefined): boolean =>
    kind === 'cost' || (kind === 'value' && isCost(problem.params.column ?? ''))
  const seen = Object.entries(problem.params).filter(([name]) => !hidden(kinds[name]))
  return { ...problem, params: Object.fromEntries(seen) }
}

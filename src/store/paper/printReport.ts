/** The papers of a review, for those who sign it: read as the screen reads it, by the rights of whoever prints. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { type StocktakeHeader, stocktakeLimits } from '../../contract/schemas/stocktake'
import { reportWords } from '../../core/paper/reportWords'
import {
  type ReportLine,
  type ReportPaper,
  type StocktakeReport,
  stocktakeReportPaper,
} from '../../core/paper/stocktakeReport'
import { storeTimeOf } from '../../core/quantity/storeDay'
import { assert } from '../../core/result'
import { countReference } from '../../core/stocktake/plan'
import { reviewLines, reviewTotals, type StocktakeRow, stocktakeRow } from '../../database/queries/stocktake'
import { movedOf } from '../../database/queries/stocktakeMoved'
import { wholeStocktake } from '../../documents/stocktake/asked'
import { bookedOfLine, type PartBooked, partBookedOf, withoutBooked } from '../../documents/stocktake/partBooked'
import { refuseHeldElsewhere } from '../../documents/stocktake/tell'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { ErrandCall } from '../calls'
import { logErrand } from '../errandLog'
import { isoNow } from '../runtime'
import { barSvg } from './drawCode'
import { printOn } from './printOn'

const printedStates = ['review', 'submitted', 'posted'] as const satisfies readonly StocktakeHeader['state'][]
type PrintedState = (typeof printedStates)[number]

export const printReport = async (
  call: ErrandCall,
  { stocktakeId, language }: InputOf<'stocktake.printReport'>,
): Promise<OutputOf<'stocktake.printReport'>> => {
  const report = await reportOf(call, stocktakeId)
  const { number, state } = report
  const paper = stocktakeReportPaper(language, report)
  const { pages, files } = paper
  const printed = await printFiles(call, `${number}-${reportWords[language].summary}`, paper)
  const detail = { number, state, pages, files, lines: report.lines.length }
  await call.runtime.database.write((tx) => logErrand(tx, call, { operation: 'stocktake.printReport', detail }))
  return { ...printed, pages, files }
}

/** One after another, for each takes much of the shell's memory while it is laid out. The first is shown, the others lie beside it. */
const printFiles = async (call: ErrandCall, name: string, { files, html }: ReportPaper) => {
  const first = await printOn(call, files === 1 ? name : `${name}-1`, html(0))
  for (let file = 1; file < files; file++) await printOn(call, `${name}-${file + 1}`, html(file), { shown: false })
  return first
}

const reportOf = async (call: ErrandCall, stocktakeId: string): Promise<StocktakeReport> => {
  const { read, user } = call
  const stocktake = await wholeStocktake(read, stocktakeId, user)
  const { number } = stocktake
  const row = await stocktakeRow(read, stocktakeId, viewOf(user))
  assert(row, 'a stocktake that was read is there')
  await refuseHeldElsewhere(read, row)
  const state = printedStates.find((one) => one === stocktake.state)
  if (!state) throw new Refusal('STOCKTAKE_STATE', { number, state: stocktake.state })
  const { withCost } = viewOf(user)
  const partBooked = await partBookedOf(read, row)
  return {
    ...(await headOf(call, stocktake, state)),
    totals: withoutBooked(await reviewTotals(read, stocktakeId, withCost), partBooked),
    lines: await differencesOf(call, row, partBooked, withCost),
  }
}

type Stocktake = OutputOf<'stocktake.get'>

const headOf = async (
  { runtime, user }: ErrandCall,
  stocktake: Stocktake,
  state: PrintedState,
): Promise<Omit<StocktakeReport, 'totals' | 'lines'>> => {
  const { storeName, warehouseName, number, kind, blind, tolerancePermille, toleranceFen, products } = stocktake
  const { zonesCounted, zonesTotal, note, taskName, taskNumber, openedByName, openedAt } = stocktake
  const { submittedAt, submittedByName, uncounted, uncountedReason, papers, recounts } = stocktake
  const handedIn = submittedAt !== null && state !== 'review'
  return {
    ...{ storeName, warehouseName, number, state, kind, blind, tolerancePermille, toleranceFen, products },
    ...{ zonesCounted, zonesTotal, note, uncounted, uncountedReason, numberSvg: await barSvg(number) },
    task: `${taskName} ${taskNumber}`.trim(),
    opened: `${timeText(openedAt)} ${openedByName}`,
    submitted: handedIn ? `${timeText(submittedAt)} ${submittedByName}` : '',
    printed: `${timeText(isoNow(runtime.clock))} ${user.name}`,
    papers: papers.flatMap(({ type, number: own, state: at }) =>
      type === 'stocktakeGain' || type === 'stocktakeLoss' ? [{ type, number: own, state: at }] : [],
    ),
    waived: recounts
      .filter(({ waived }) => waived !== '')
      .map(({ zoneCode, round, waived }) => ({ zone: countReference(zoneCode, round), reason: waived })),
    zones: stocktake.zones.map(zoneOf),
  }
}

const timeText = (iso: string): string => storeTimeOf(Date.parse(iso))

/** Whose counts stand, or were looked at: those that are on their way or came late do neither. */
const zoneOf = ({ code, name, round, counts }: Stocktake['zones'][number]): StocktakeReport['zones'][number] => {
  const made = counts.filter(({ state, arrival }) => state === 'approved' && arrival === 'here')
  return {
    // a recount that was not made says nothing of who counted
    ...{ code, name, round: made.at(-1)?.round ?? round },
    counters: made.map(({ counterName, round: of }) => ({ name: counterName, round: of })),
    lines: made.at(-1)?.linesTotal ?? 0,
  }
}

/** All there are, read at once: what changes while they are printed is on none of the pages. */
const differencesOf = async (
  { read }: ErrandCall,
  stocktake: StocktakeRow,
  partBooked: readonly PartBooked[],
  withCost: boolean,
): Promise<ReportLine[]> => {
  const filter = { show: 'variance', limit: stocktakeLimits.lines } as const
  const { lines, more } = await reviewLines(read, stocktake.stocktakeId, filter, withCost)
  assert(!more, 'a review holds no more lines than a stocktake may have')
  const moved = await movedOf(read, stocktake, lines)
  const booked = bookedOfLine(partBooked)
  return lines.map((line) => ({
    ...{ ...line, booked: booked(line), moved: moved(line).since },
  })) as unknown as ReportLine[]
}

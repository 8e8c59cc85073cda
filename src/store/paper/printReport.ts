/** The papers of a review, for those who sign it: read as the screen reads it, by the rights of whoever prints. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { type StocktakeHeader, stocktakeLimits } from '../../contract/schemas/stocktake'
import { reportWords } from '../../core/paper/reportWords'
import { type ReportLine, type StocktakeReport, stocktakeReportPaper } from '../../core/paper/stocktakeReport'
import { storeTimeOf } from '../../core/quantity/storeDay'
import { assert } from '../../core/result'
import { countReference } from '../../core/stocktake/plan'
import { reviewLines, reviewTotals, type StocktakeRow, stocktakeRow } from '../../database/queries/stocktake'
import { movedOf } from '../../database/queries/stocktakeMoved'
import { wholeStocktake } from '../../documents/stocktake/asked'
import { bookedOfLine, type PartBooked, partBookedOf, withoutBooked } from '../../documents/stocktake/partBooked'
import { refuseHeldElsewhere } from '../../documents/stocktake/tell'
import { Refusal, viewOf } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { isoNow } from '../runtime'
import { barSvg } from './drawCode'
import { handOver, queueFor } from './handOver'
import { nextPrintNo } from './paperPrints'

const printedStates = ['review', 'submitted', 'posted'] as const satisfies readonly StocktakeHeader['state'][]
type PrintedState = (typeof printedStates)[number]

const inTurn = createOneAtATime()

export const printReport = (
  call: ErrandCall,
  { stocktakeId, language, to }: InputOf<'stocktake.printReport'>,
): Promise<OutputOf<'stocktake.printReport'>> =>
  inTurn(stocktakeId, async () => {
    const queue = await queueFor(call, to)
    const found = await reportOf(call, stocktakeId)
    const { number, state } = found
    const subject = { subjectId: stocktakeId, form: 'stocktakeReport' as const, state }
    const printNo = await nextPrintNo(call.read, subject)
    const paper = stocktakeReportPaper(language, { ...found, printNo })
    const { pages, files } = paper
    const printedAt = isoNow(call.runtime.clock)
    const print = { ...subject, printNo, size: 'a4' as const, language, queue, userId: call.user.userId, printedAt }
    const about = { number, state, pages, files, lines: found.lines.length, ...(queue === '' ? {} : { queue }) }
    const detail = { ...about, before: { printed: printNo - 1 }, after: { printed: printNo } }
    const job = { name: `${number}-${reportWords[language].summary}`, paper, queue, size: 'a4' as const }
    const out = await handOver(call, job, { operation: 'stocktake.printReport', detail, print })
    return { ...out, pages, files, printNo }
  })

const reportOf = async (call: ErrandCall, stocktakeId: string): Promise<Omit<StocktakeReport, 'printNo'>> => {
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
): Promise<Omit<StocktakeReport, 'totals' | 'lines' | 'printNo'>> => {
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

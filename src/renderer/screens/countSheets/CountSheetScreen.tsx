/**
 * A printed page, keyed in line by line in the order it was printed: digits and Enter go down, blank stays uncounted, 0 is
 * nought. Ctrl+Enter closes the page; then the code of the next one is waited for. A scan never lands in a figure.
 */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams } from 'react-router'
import type { CountSheetPageView } from '../../../contract/schemas/countSheet'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { FailedState, LoadingState, Sign } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { showNotice, speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'
import { useIdentify } from '../../scanning/useIdentify'
import { useCountControl } from '../stocktakes/useCountCodes'
import { type Keyed, keyedOf, type Typed, totalOf, typedOf } from './keyedLine'
import { PageLines } from './PageLines'
import { useEnter } from './useEnter'

export const CountSheetScreen = () => {
  const { number = '', page = '' } = useParams()
  const { state, key } = useLocation()
  const answer = useOperation('countSheet.page', { number, page: Number(page) })
  if (answer.isError && !answer.data) return <NoPage error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingState />
  return <OnePage key={`${answer.data.code} ${key}`} page={answer.data} line={lineIn(state)} />
}

/** The line whose code brought one here. */
const lineIn = (state: unknown): number | null => {
  const { line = null } = (state ?? {}) as { line?: number | null }
  return typeof line === 'number' ? line : null
}

/** Nobody is left in front of a page that is not there. */
const NoPage = ({ error, onRetry }: { error: unknown; onRetry(): void }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const back = (): void => void navigate('/stocktakes')
  useScans(useIdentify('documents'))
  useKeys('countSheet', { back })
  return (
    <div className="receipt" data-testid="no-page">
      <header className="receipt-head">
        <button
          type="button"
          className="icon-button"
          onClick={back}
          aria-label={t('work.back')}
          data-testid="page-back"
        >
          <ArrowLeftOutlined />
        </button>
        <span className="document-type">{t('countSheets.title')}</span>
        <span className="receipt-supplier">
          <ScanEcho hint={t('countSheets.scanNext')} />
        </span>
      </header>
      <FailedState error={error} onRetry={onRetry} />
      <footer className="receipt-foot">
        <div className="foot-figures" />
        <div className="foot-actions">
          <Button type="primary" onClick={back} data-testid="page-leave">
            {t('countSheets.toStocktakes')} <KeyCap name="Esc" />
          </Button>
        </div>
      </footer>
    </div>
  )
}

/** Where the cursor is: a line, and which of its two fields. */
export interface Cursor {
  line: number
  field: 'quantity' | 'lot'
}

const OnePage = ({ page, line }: { page: CountSheetPageView; line: number | null }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const work = usePageWork(page)
  const toLine = useToLine(page, work)
  const arrived = useRef(false)
  useEffect(() => {
    if (line !== null && !arrived.current) toLine(line)
    arrived.current = true
  })
  const back = (): void => void navigate(`/stocktakes/${page.stocktakeId}`)
  useScans(usePageScans(page, work, toLine))
  useKeys('countSheet', {
    up: () => void work.move(-1),
    down: () => void work.move(1),
    close: () => void work.close(),
    back,
  })
  const total = totalOf(work.lines)
  return (
    <div className="receipt" data-testid="count-sheet" data-page={page.page} data-closed={work.closed}>
      <PageHead page={page} onBack={back} />
      {work.closed ? (
        <Closed page={page} total={total} />
      ) : (
        <PageLines
          lines={work.lines}
          sent={work.sent}
          cursor={work.cursor}
          typed={work.typed}
          readOnly={!work.open}
          onType={work.type}
          onEnter={work.enter}
          onGo={work.go}
        />
      )}
      <footer className="receipt-foot">
        <div className="foot-figures">
          <span>{t('countSheets.linesKeyed', { done: total.lines, total: work.lines.length })}</span>
          <span className="page-total">
            {t('countSheets.pageTotal')} <b data-testid="page-total">{quantityText(total.quantity)}</b>
          </span>
          <span className="muted">{t('countSheets.compare')}</span>
        </div>
        <div className="foot-actions">
          {work.open && !work.closed ? (
            <Button type="primary" onClick={() => void work.close()} data-testid="page-close">
              {t('countSheets.close')} <KeyCap name="Ctrl+Enter" />
            </Button>
          ) : null}
        </div>
      </footer>
    </div>
  )
}

export type PageWork = ReturnType<typeof usePageWork>

const usePageWork = (page: CountSheetPageView) => {
  const open = page.state === 'counting' && !page.outdated && (page.count === null || page.count.state !== 'approved')
  const [cursor, setCursor] = useState<Cursor>({ line: 1, field: 'quantity' })
  const [typed, setTyped] = useState<Typed>(() => typedOf(page.lines[0] ?? { entered: null }))
  const [closed, setClosed] = useState(false)
  // keys may come faster than the screen is drawn: what is typed is read from here
  const latest = useRef({ cursor, typed })
  const entering = useEnter(page)
  const put = (next: { cursor?: Cursor; typed?: Typed }): void => {
    latest.current = { ...latest.current, ...next }
    if (next.cursor) setCursor(next.cursor)
    if (next.typed) setTyped(next.typed)
  }
  const lineAt = (line: number) => entering.lines.find((one) => one.line === line)
  const goTo = (next: Cursor): void => {
    const line = lineAt(next.line)
    if (!line) return
    const stays = next.line === latest.current.cursor.line
    put({ cursor: next, ...(stays ? {} : { typed: typedOf(line) }) })
  }
  const keyed = (): Keyed => {
    const line = lineAt(latest.current.cursor.line)
    return line && open ? keyedOf(latest.current.typed, line) : { kind: 'same' }
  }
  /** What the cursor leaves is keyed in; what makes no sense is said at once. */
  const leave = (): Promise<boolean> => entering.enter(latest.current.cursor.line, keyed())
  /** Down the page at once, saved or not yet; from what makes no sense it does not move. */
  const go = (next: Cursor): void => {
    const leaves = next.line !== latest.current.cursor.line
    const stays = leaves && keyed().kind === 'wrong'
    if (leaves) void leave()
    if (!stays) goTo(next)
  }
  const move = (by: number): void => go({ line: latest.current.cursor.line + by, field: 'quantity' })
  const enter = (): void => {
    const { cursor: at, typed: now } = latest.current
    const wantsLot = lineAt(at.line)?.keepsLots === true && at.field === 'quantity' && now.quantity.trim() !== ''
    if (wantsLot) put({ cursor: { ...at, field: 'lot' } })
    else if (at.line < page.lines.length) move(1)
    else void leave()
  }
  const close = async (): Promise<void> => {
    if (closed || !open) return
    const saved = await leave()
    await entering.settled()
    const refused = entering.refused()
    if (refused !== null) return goTo({ line: refused, field: 'quantity' })
    if (!saved) return
    setClosed(true)
    playSound('ok')
  }
  /** What was done is looked at again: a line of it was scanned. */
  const reopen = (): void => setClosed(false)
  return {
    ...{ open, closed, reopen, cursor, typed, lines: entering.lines, sent: entering.sent },
    ...{ leave, enter, move, close },
    ...{ go, type: (next: Typed): void => put({ typed: next }) },
  }
}

/** The code beside a line puts the cursor there; where nothing is keyed in any more, it says why. */
const useToLine = (page: CountSheetPageView, work: PageWork) => {
  const { t, i18n } = useTranslation()
  const refuse = (words: string): void => {
    playSound('error')
    showNotice('refused', 'scanning.plain', { words })
    speak(words, true)
  }
  return (lineNo: number): void => {
    const line = page.lines.find((one) => one.line === lineNo)
    if (!line) return refuse(t('countSheets.noSuchLine', { line: lineNo }))
    if (!work.open) return refuse(t('countSheets.over', { line: lineNo, why: overWords(t, page) ?? '' }))
    work.reopen()
    work.go({ line: lineNo, field: 'quantity' })
    playSound('ok')
    showNotice('info', 'countSheets.atLine', { line: lineNo, name: nameIn(i18n.language, line) })
  }
}

/** Another page or zone is opened once what is typed is saved; a product on this page takes the cursor to its line. */
const usePageScans = (page: CountSheetPageView, work: PageWork, toLineNo: (line: number) => void) => {
  const { t } = useTranslation()
  const toOther = useCountControl({ stocktakeId: page.stocktakeId, ready: work.leave })
  const toLine = (sku: string, name: string): void => {
    const line = page.lines.find((one) => one.sku === sku)
    if (line && !work.closed) {
      work.go({ line: line.line, field: 'quantity' })
      playSound('ok')
      showNotice('info', 'countSheets.atLine', { line: line.line, name })
    } else {
      playSound('error')
      showNotice('refused', 'countSheets.notOnPage', { name })
      speak(t('countSheets.notOnPage', { name }), true)
    }
  }
  return useIdentify('documents', {
    onProduct: ({ sku, name }) => toLine(sku, name),
    onControl: (code) => {
      if (code.kind !== 'page' || code.number !== page.number || code.page !== page.page) return toOther(code)
      if (code.line !== undefined) {
        toLineNo(code.line)
        return true
      }
      playSound('warn')
      showNotice('look', 'countSheets.thisPage')
      return true
    },
  })
}

const PageHead = ({ page, onBack }: { page: CountSheetPageView; onBack(): void }) => {
  const { t } = useTranslation()
  return (
    <header className="receipt-head">
      <button
        type="button"
        className="icon-button"
        onClick={onBack}
        aria-label={t('work.back')}
        data-testid="page-back"
      >
        <ArrowLeftOutlined />
      </button>
      <span className="document-type">{t('countSheets.title')}</span>
      <h1 className="code">
        {page.zoneCode} <span lang="zh-CN">{page.zoneName === page.zoneCode ? '' : page.zoneName}</span>
      </h1>
      <b data-testid="page-of">
        {t('countSheets.pageOf', { page: page.page - page.firstPage + 1, pages: page.lastPage - page.firstPage + 1 })}
      </b>
      <span className="muted">{t('stocktakes.round', { round: page.round })}</span>
      <PageState page={page} />
      <span className="receipt-supplier">
        <ScanEcho hint={t('countSheets.scanNext')} />
      </span>
      <span className="muted code">{page.code}</span>
    </header>
  )
}

/** Why nothing can be keyed in; without words everything can. */
const overWords = (t: TFunction, page: CountSheetPageView): string | null => {
  if (page.outdated) return t('countSheets.outdated')
  if (page.state !== 'counting') return t(`stocktakeState.${page.state}`)
  return page.count?.state === 'approved' ? t('countSheets.handedIn') : null
}

const PageState = ({ page }: { page: CountSheetPageView }) => {
  const { t } = useTranslation()
  const words = overWords(t, page)
  if (words === null) return null
  const running = page.state === 'counting'
  return <Sign tone={page.outdated ? 'look' : running ? 'good' : 'plain'}>{words}</Sign>
}

const Closed = ({ page, total }: { page: CountSheetPageView; total: { quantity: number; lines: number } }) => {
  const { t } = useTranslation()
  const last = page.page === page.lastPage
  return (
    <div className="page-closed" data-testid="page-closed">
      <h2>{t('countSheets.closed', { page: page.page - page.firstPage + 1, zone: page.zoneCode })}</h2>
      <p className="page-closed-total">
        {t('countSheets.pageTotal')} <b>{quantityText(total.quantity)}</b>
      </p>
      <p>{t('countSheets.closedHint', { lines: total.lines, blank: page.lines.length - total.lines })}</p>
      <p className="page-closed-next">{t(last ? 'countSheets.lastOfZone' : 'countSheets.next')}</p>
    </div>
  )
}

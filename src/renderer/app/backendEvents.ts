/** Turns what the backend pushes into forgotten answers: the screens that show them ask again, at most twice a second. */
import type { QueryClient } from '@tanstack/react-query'
import type { BackendEvent } from '../../contract/events'
import type { OperationName } from '../../contract/operations'
import { setBackendState } from './backendState'

type DataEvent = Exclude<BackendEvent['type'], 'backend.state' | 'scan' | 'scanTrace'>

/** How far a transfer or a stocktake is follows from its papers. */
const ofPapers = ['transfer.list', 'transfer.get', 'stocktake.list', 'stocktake.get', 'stocktakeTask.list'] as const

const stale: Record<DataEvent, readonly OperationName[]> = {
  'stock.changed': ['stock.list', 'stock.movements', 'document.lots', 'document.nearExpiry'],
  'document.changed': ['goodsReceipt.expected', 'document.list', 'document.inbox', 'codeRequest.news', ...ofPapers],
  // Many at once, from a pull: the one that is open is asked for again when it has been quiet.
  'documents.changed': ['goodsReceipt.expected', 'document.list', 'document.inbox', 'codeRequest.news', ...ofPapers],
  // A decision, a transfer or a number of HQ arrives with a pull, and what was sent turns from saved to secured.
  'sync.changed': ['app.status', 'document.list', 'document.inbox', ...ofPapers],
  'masterData.changed': [
    'goodsReceipt.expected',
    'document.choices',
    'signIn.users',
    'signIn.current',
    'stock.list',
    'app.status',
    'transfer.list',
    'transfer.get',
  ],
  'labels.changed': ['label.queue', 'label.preview', 'app.status'],
  'devices.changed': ['app.status', 'device.settings', 'device.serialPorts', 'printer.status'],
  'session.changed': ['signIn.current', 'signIn.users'],
}

/** HQ's answer about a code on the open paper comes with a pull */
const openPaper: ReadonlySet<DataEvent> = new Set(['document.changed', 'documents.changed', 'sync.changed'])

const everyMs = 500
/** an open document is asked for again only when it has been left alone this long */
const quietMs = 1_500

export const startBackendEvents = (
  subscribe: (listener: (event: BackendEvent) => void) => () => void,
  queries: QueryClient,
): (() => void) => {
  const forget = throttledForget(queries)
  const forgetDocument = afterQuiet(() => void queries.invalidateQueries({ queryKey: ['document.get'] }))
  return subscribe((event) => {
    if (event.type === 'scan' || event.type === 'scanTrace') return
    if (event.type === 'backend.state') return onState(event, queries)
    forget(stale[event.type])
    if (openPaper.has(event.type)) forgetDocument()
  })
}

const onState = (event: Extract<BackendEvent, { type: 'backend.state' }>, queries: QueryClient): void => {
  setBackendState(event.state, event.code)
  if (event.state === 'ready') void queries.invalidateQueries()
}

/** A document that is scanned into changes ten times a second; its screen keeps itself up to date meanwhile. */
const throttledForget = (queries: QueryClient): ((names: readonly OperationName[]) => void) => {
  const names = new Set<OperationName>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    for (const name of names) void queries.invalidateQueries({ queryKey: [name] })
    names.clear()
    timer = null
  }
  return (more) => {
    for (const name of more) names.add(name)
    if (timer === null) timer = setTimeout(flush, everyMs)
  }
}

/** A document of thousands of lines must not be read again between two of its own scans. */
const afterQuiet = (act: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, quietMs)
  }
}

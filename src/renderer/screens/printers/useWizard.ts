/** What the steps of setting up a printer do: reach it, print, hear what came out, ask it, save. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceSettings } from '../../../contract/operations/app'
import type { DraftPrinter, LabelPrinter } from '../../../contract/schemas/printer'
import { useCommand } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { useSession } from '../../../ui/session'
import {
  canBeAsked,
  freeNumber,
  freshWizard,
  isConnectionWhole,
  isNameFree,
  isRulerOpen,
  languageToTry,
  newPrinterId,
  type Outcome,
  printersWith,
  stepAfter,
  stepBefore,
  trimmedConnection,
  type WizardState,
  type WizardStep,
  withLanguage,
  wizardAgain,
} from './wizard'

export interface WizardProps {
  settings: DeviceSettings
  /** null: one more */
  printerId: string | null
  onClose(): void
  onSaved(name: string): void
}

export const useWizard = (props: WizardProps) => {
  const opened = useOpened(props)
  const { state, change, first, forget, others } = opened
  const [isKept, setKept] = useState(opened.wasKept)
  const [leaving, setLeaving] = useState(false)
  const [error, setError] = useState<AnswerError | null>(null)
  const draft = trimmed(state.draft)
  const go = (step: WizardStep): void => {
    setError(null)
    change({ step })
  }
  const work = useWork({ ...opened, draft, go, fail: setError, onSaved: props.onSaved })
  const blockedBy = useBlocked(state, others)

  const next = (): void => {
    if (leaving) setLeaving(false)
    else if (!work.busy && blockedBy === '') {
      setError(null)
      setKept(false)
      work.goOn()
    }
  }
  const back = (): void => {
    if (!work.busy && !leaving) go(stepBefore(state.step))
  }
  const restart = (): void => {
    setKept(false)
    setError(null)
    forget()
  }
  /** Esc a second time stays. */
  const close = (): void => {
    const isUntouched = JSON.stringify(state) === JSON.stringify(first)
    if (isUntouched) props.onClose()
    else setLeaving(!leaving)
  }
  const onPrint = (): void => {
    if (work.busy || leaving || !printingSteps.has(state.step)) return
    setError(null)
    work.print()
  }
  const onHeard = (outcome: Outcome): boolean => {
    if (state.step !== 'language' || !state.helloOut || work.busy || leaving) return false
    setError(null)
    work.heard(outcome)
    return true
  }
  const keys = {
    ...{ next, back, print: onPrint },
    cameOut: () => onHeard('cameOut'),
    garbage: () => onHeard('garbage'),
    nothing: () => onHeard('nothing'),
    leave: () => (leaving ? props.onClose() : false),
    restart: () => (isKept ? restart() : false),
  }
  const changed = (part: Partial<WizardState>): void => {
    setError(null)
    setKept(false)
    change(part)
  }
  return {
    ...{ state, error, leaving, isKept, blockedBy, others, keys, busy: work.busy, change: changed },
    ...{ next, back, close, restart, onPrint, onHeard },
  }
}

const printingSteps: ReadonlySet<WizardStep> = new Set(['language', 'page', 'offset'])

const trimmed = (draft: DraftPrinter): DraftPrinter => ({ ...draft, connection: trimmedConnection(draft.connection) })

/** What was begun is there again when the wizard is opened the next time, for whoever began it. */
const begun = new Map<string, WizardState>()

const useOpened = ({ settings, printerId }: WizardProps) => {
  const { t } = useTranslation()
  const userId = useSession()?.userId ?? ''
  const key = `${userId} ${printerId ?? ''}`
  const { printers } = settings
  const own = printers.find(({ id }) => id === printerId)
  const nameOf = (number: number): string => t('settings.printerNumbered', { number })
  // biome-ignore lint/correctness/useExhaustiveDependencies: as it was when it was opened
  const first = useMemo(
    () => (own ? wizardAgain(printers, own) : freshWizard(printers, nameOf(freeNumber(printers, nameOf)))),
    [],
  )
  // The same at each try to save: one that was saved without an answer is not there twice.
  const [newId] = useState(newPrinterId)
  const [wasKept] = useState(() => begun.has(key))
  const [state, setState] = useState(() => begun.get(key) ?? first)
  return {
    ...{ settings, first, state, wasKept },
    own: own ?? null,
    others: printers.filter(({ id }) => id !== printerId),
    newId,
    // What was answered meanwhile is about what was asked: parts are put into the newest state.
    change: (part: Partial<WizardState>): void =>
      setState((before) => {
        const after = { ...before, ...part }
        begun.set(key, after)
        return after
      }),
    forget: (): void => {
      begun.delete(key)
      setState(first)
    },
  }
}

const useBlocked = (state: WizardState, others: readonly LabelPrinter[]): string => {
  const { t } = useTranslation()
  const { step, draft, heard, page, name } = state
  if (step === 'connection') return isConnectionWhole(draft.connection) ? '' : t('printers.blocked.connection')
  if (step === 'language') return heard[draft.language] === 'cameOut' ? '' : t('printers.blocked.language')
  if (step === 'page' && isRulerOpen(state)) return t('printers.blocked.ruler')
  if (step === 'page') return page ? '' : t('printers.blocked.page')
  if (step === 'summary') return isNameFree(name, others) ? '' : t('printers.blocked.name')
  return ''
}

interface WorkParts extends ReturnType<typeof useOpened> {
  draft: DraftPrinter
  go(step: WizardStep): void
  fail(error: AnswerError): void
  onSaved(name: string): void
}

const useWork = ({ state, change, draft, own, newId, settings, forget, go, fail, onSaved }: WorkParts) => {
  const reach = useCommand('printer.probe', {
    onDone: ({ state: found }) => (isInOrder(found) ? go('language') : fail({ code: found, params: {} })),
    onRefused: fail,
  })
  const ask = useCommand('printer.probe', {
    onDone: (status, { printer }) =>
      isSame(printer, draft) && change({ status, draft: { ...state.draft, asked: status.state !== 'unknown' } }),
    onRefused: fail,
  })
  const printTest = useCommand('printer.printTest', {
    onDone: (page, { page: kind, printer }) =>
      isSame(printer, draft) &&
      change(kind === 'hello' ? { helloOut: true } : { page, ...movedBy(state.step, printer) }),
    // What may be out is looked at all the same.
    onRefused: (refusal, { page }) => {
      fail(refusal)
      if (page === 'hello' && refusal.params.mayHavePrinted === true) change({ helloOut: true })
    },
  })
  const save = useCommand('device.saveSettings', {
    touches: ['device.settings', 'app.status', 'printer.status'],
    onDone: () => {
      forget()
      onSaved(state.name.trim())
    },
    onRefused: fail,
  })
  const heard = (outcome: Outcome): void => {
    const all = { ...state.heard, [draft.language]: outcome }
    if (outcome === 'cameOut') {
      change({ heard: all, helloOut: false })
      if (canBeAsked(draft)) ask.mutate({ printer: { ...draft, asked: true } })
      return
    }
    const following = languageToTry({ ...state, heard: all })
    change({ ...(following ? withLanguage(state, following) : {}), heard: all, helloOut: false })
  }
  const print = (): void => {
    if (state.step === 'page') change({ page: null, barsRead: false, squareRead: false, rulerTaken: false })
    if (state.step === 'offset') change({ movedPage: null })
    printTest.mutate({ printer: draft, page: state.step === 'language' ? 'hello' : 'whole' })
  }
  const saveAll = (): void => {
    const printer = { ...draft, id: own?.id ?? newId, name: state.name.trim() }
    save.mutate({ ...settings, printers: printersWith(settings.printers, printer, state.isFirst) })
  }
  const goOn = (): void => {
    if (state.step === 'connection') reach.mutate({ printer: { ...draft, asked: false } })
    else if (state.step === 'summary') saveAll()
    else go(stepAfter(state.step))
  }
  const busy = reach.isPending || ask.isPending || printTest.isPending || save.isPending
  return { busy, heard, print, goOn }
}

const isInOrder = (found: string): found is 'ready' | 'unknown' => found === 'ready' || found === 'unknown'

const movedBy = (step: WizardStep, { offsetX10, offsetY10 }: DraftPrinter): Partial<WizardState> =>
  step === 'offset' ? { movedPage: { x10: offsetX10, y10: offsetY10 } } : {}

/** What was asked is still what is being set up. */
const isSame = (one: DraftPrinter, other: DraftPrinter): boolean =>
  JSON.stringify([one.connection, one.language, one.dpi, one.template]) ===
  JSON.stringify([other.connection, other.language, other.dpi, other.template])

/** The state of a saved printer: ready, what is wrong in words, or that it tells nothing; when it was asked, and asking again. */
import { SyncOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { LabelPrinter, PrinterStatus } from '../../../contract/schemas/printer'
import { refusalOf, useOperation } from '../../../ui/client'
import { codeText, errorText } from '../../../ui/errorText'
import { Sign, type Tone } from '../../../ui/states'

const toneOf = ({ state }: PrinterStatus): Tone => {
  if (state === 'ready') return 'good'
  return state === 'unknown' ? 'plain' : 'bad'
}

/** Silence means something else of a printer that answered when it was set up. */
const stateText = (t: TFunction, { state }: PrinterStatus, asked: boolean): string => {
  if (state === 'ready') return t('printers.states.ready')
  if (state === 'unknown') return t(asked ? 'printers.states.silent' : 'printers.states.reached')
  return codeText(t, state)
}

export const StatusWords = ({ status, asked }: { status: PrinterStatus; asked: boolean }) => {
  const { t } = useTranslation()
  return <Sign tone={toneOf(status)}>{stateText(t, status, asked)}</Sign>
}

export const PrinterSign = ({ printer }: { printer: LabelPrinter }) => {
  const { t } = useTranslation()
  const answer = useOperation('printer.status', { printerId: printer.id })
  const at = new Date(answer.dataUpdatedAt).toTimeString().slice(0, 8)
  return (
    <span
      className="printer-sign"
      role="status"
      data-testid={`printer-state-${printer.id}`}
      data-state={answer.data?.state ?? ''}
    >
      {answer.data ? <StatusWords status={answer.data} asked={printer.asked} /> : null}
      {answer.isPending ? <Sign tone="busy">{t('printers.asking')}</Sign> : null}
      {answer.isError ? <Sign tone="bad">{errorText(t, refusalOf(answer.error))}</Sign> : null}
      {answer.data ? <small className="muted">{t('printers.askedAt', { time: at })}</small> : null}
      <Button
        type="text"
        size="small"
        icon={<SyncOutlined spin={answer.isFetching} />}
        onClick={() => void answer.refetch()}
        aria-label={t('printers.askAgain', { name: printer.name })}
        title={t('printers.askAgain', { name: printer.name })}
        data-testid={`printer-ask-${printer.id}`}
      />
    </span>
  )
}

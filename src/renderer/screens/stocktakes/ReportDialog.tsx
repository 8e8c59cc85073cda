/** F9 in a review: its summary for signatures, and every difference, as a PDF the system shows and prints. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useCommand } from '../../../ui/client'
import { useLanguage } from '../../../ui/language'
import { playSound } from '../../scanning/sounds'
import { PrintedAlert, soundPrinted } from '../countSheets/PrintedAlert'
import { DeedDialog } from './DeedDialog'

interface ReportDialogProps {
  stocktake: Pick<StocktakeView, 'stocktakeId' | 'number' | 'state'>
  onClose(): void
}

export const ReportDialog = ({ stocktake: { stocktakeId, number, state }, onClose }: ReportDialogProps) => {
  const { t } = useTranslation()
  const language = useLanguage((held) => held.language)
  const [printed, setPrinted] = useState<OutputOf<'stocktake.printReport'> | null>(null)
  const command = useCommand('stocktake.printReport', {
    onDone: (value) => {
      soundPrinted(value)
      setPrinted(value)
    },
    onRefused: () => playSound('error'),
  })
  return (
    <DeedDialog
      name="report"
      title={`${t('stocktakes.report')} ${number}`}
      intro={t(state === 'review' ? 'stocktakes.reportEarly' : 'stocktakes.reportHint')}
      confirmLabel={t('countSheets.printNow')}
      ready
      busy={command.isPending}
      error={command.error}
      onConfirm={() => command.mutate({ stocktakeId, language })}
      onClose={onClose}
    >
      {printed ? (
        <PrintedAlert
          title={t('stocktakes.reportPrinted', { count: printed.pages })}
          printed={printed}
          testId="report-printed"
        >
          {printed.files > 1 ? <p>{t('stocktakes.reportFiles', { count: printed.files })}</p> : null}
        </PrintedAlert>
      ) : null}
    </DeedDialog>
  )
}

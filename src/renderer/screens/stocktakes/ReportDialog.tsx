/** F9 in a review: its summary for signatures, and every difference, as a PDF the system shows and prints. */
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useCommand } from '../../../ui/client'
import { useLanguage } from '../../../ui/language'
import { playSound } from '../../scanning/sounds'
import { PrintedAlert, soundPrinted } from '../countSheets/PrintedAlert'
import { ChooseTo, usePaperTo } from '../paper/PrintChoice'
import { DeedDialog } from './DeedDialog'

type Printed = OutputOf<'stocktake.printReport'>

const titleOf = (t: TFunction, { pages, printNo }: Printed): string =>
  [t('stocktakes.reportPrinted', { count: pages }), ...(printNo > 1 ? [t('paper.marked', { printNo })] : [])].join(
    ' · ',
  )

interface ReportDialogProps {
  stocktake: Pick<StocktakeView, 'stocktakeId' | 'number' | 'state'>
  onClose(): void
}

export const ReportDialog = ({ stocktake: { stocktakeId, number, state }, onClose }: ReportDialogProps) => {
  const { t } = useTranslation()
  const language = useLanguage((held) => held.language)
  const [printed, setPrinted] = useState<Printed | null>(null)
  const paper = usePaperTo()
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
      confirmLabel={t(paper.to === 'printer' ? 'paper.printNow' : 'countSheets.printNow')}
      ready
      busy={command.isPending}
      error={command.error}
      onConfirm={() => {
        paper.keep()
        setPrinted(null)
        command.mutate({ stocktakeId, language, to: paper.to })
      }}
      onClose={onClose}
    >
      <div className="print-form">
        <ChooseTo paper={paper} />
      </div>
      {printed ? (
        <PrintedAlert title={titleOf(t, printed)} printed={printed} testId="report-printed">
          {printed.files > 1 && printed.queue === '' ? (
            <p>{t('stocktakes.reportFiles', { count: printed.files })}</p>
          ) : null}
        </PrintedAlert>
      ) : null}
    </DeedDialog>
  )
}

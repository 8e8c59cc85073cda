/** A refusal needs a reason: it goes back to its author as a draft with these words on it. */
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../parts/ActDialog'
import type { Deciding } from './useDeciding'

export const RefuseDialog = ({ deciding }: { deciding: Deciding }) => {
  const { t } = useTranslation()
  const { current } = deciding
  return (
    <ActDialog
      open={deciding.refusing && current !== null}
      title={t('inbox.refuseTitle', { number: current?.number ?? '' })}
      act={t('inbox.refuse')}
      danger
      reason="needed"
      busy={deciding.busy}
      error={null}
      testId="refuse-dialog"
      onAct={(reason) => void deciding.refuse(reason)}
      onClose={deciding.closeRefusal}
    >
      <p className="act-words">{t('inbox.refuseHint')}</p>
    </ActDialog>
  )
}

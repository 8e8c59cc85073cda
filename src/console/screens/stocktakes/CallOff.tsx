/** HQ calls off a stocktake whose PC was lost: nobody else can end it, and its goods could not be counted anew. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useCommand } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { ActDialog } from '../../parts/ActDialog'

export const CallOff = ({ stocktake: { stocktakeId, number, state, pc } }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const may = useCan('stocktake.callOff')
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  const command = useCommand('stocktake.callOff', {
    touches: ['stocktake.get', 'stocktake.list', 'stocktakeTask.list'],
    onDone: close,
  })
  if (!may || (state !== 'counting' && state !== 'review')) return null
  return (
    <>
      <Button danger className="ending-act" onClick={() => setOpen(true)} data-testid="stocktake-call-off">
        {t('stocktakes.callOff.do')}
      </Button>
      <ActDialog
        open={open}
        title={t('stocktakes.callOff.title', { number })}
        act={t('stocktakes.callOff.do')}
        danger
        busy={command.isPending}
        error={command.error}
        reason="needed"
        testId="call-off"
        onAct={(reason) => command.mutate({ stocktakeId, reason })}
        onClose={() => {
          command.reset()
          close()
        }}
      >
        <p className="act-words">{t('stocktakes.callOff.words', { pc })}</p>
      </ActDialog>
    </>
  )
}

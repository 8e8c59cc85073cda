/** A place nobody had planned: a display that is there for a week is counted, too. */
import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedDialog } from './DeedDialog'
import { zoneOf } from './plan'
import { useStocktakeCommand } from './useStocktakeCommand'

export const ZoneDialog = ({ stocktakeId, onClose }: { stocktakeId: string; onClose(): void }) => {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [temporary, setTemporary] = useState(true)
  const command = useStocktakeCommand('stocktake.addZone', onClose)
  const zone = zoneOf(`${code.trim().replace(/\s/g, '-')} ${name}`, temporary)
  return (
    <DeedDialog
      name="zone-add"
      title={t('stocktakes.addZone')}
      intro={t('stocktakes.addZoneHint')}
      confirmLabel={t('stocktakes.addZone')}
      ready={zone !== null}
      busy={command.isPending}
      error={command.error}
      onConfirm={() => {
        if (zone) command.mutate({ stocktakeId, zone })
      }}
      onClose={onClose}
    >
      <div className="header-fields">
        <div className="header-field">
          <span>{t('stocktakes.zone')}</span>
          <Input
            data-autofocus
            maxLength={16}
            value={code}
            aria-label={t('stocktakes.zone')}
            onChange={(event) => setCode(event.target.value)}
            data-testid="zone-code"
          />
        </div>
        <div className="header-field">
          <span>{t('stocktakes.zoneName')}</span>
          <Input
            maxLength={40}
            value={name}
            aria-label={t('stocktakes.zoneName')}
            onChange={(event) => setName(event.target.value)}
            data-testid="zone-name"
          />
        </div>
        <Checkbox checked={temporary} onChange={(event) => setTemporary(event.target.checked)}>
          {t('stocktakes.temporary')}
        </Checkbox>
      </div>
    </DeedDialog>
  )
}

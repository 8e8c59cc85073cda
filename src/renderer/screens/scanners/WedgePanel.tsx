/** Keyboard-mode scanners of this PC. They work unmeasured too, unless they are slow, marked, or speak for another keyboard. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type WedgeScanner, wedgeScannersMax } from '../../../contract/schemas/scanner'
import { useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { useStatus } from '../../app/useStatus'
import { marksText, ScannerWizard } from './ScannerWizard'

export const WedgePanel = () => {
  const { t } = useTranslation()
  const wedges = useStatus()?.wedges ?? []
  const [measuring, setMeasuring] = useState(false)
  const [words, setWords] = useState('')
  const save = useCommand('device.saveWedges', {
    touches: ['app.status'],
    onDone: () => setWords(t('common.saved')),
    onRefused: (error) => setWords(errorText(t, error)),
  })
  const remove = ({ name }: WedgeScanner): void =>
    save.mutate({ wedges: wedges.filter((wedge) => wedge.name !== name) })
  return (
    <section className="panel" data-testid="wedge-panel">
      <h2>{t('wedge.title')}</h2>
      <p className="panel-pad muted">{t('wedge.hint')}</p>
      {wedges.map((wedge) => (
        <WedgeRow key={wedge.name} wedge={wedge} onRemove={() => remove(wedge)} />
      ))}
      <div className="panel-actions">
        <OperationButton
          operation="device.saveWedges"
          label={t('wedge.measure')}
          disabled={wedges.length >= wedgeScannersMax}
          disabledReason={t('wedge.tooMany', { count: wedgeScannersMax })}
          onClick={() => setMeasuring(true)}
          testId="wedge-measure"
        />
        <span className="muted" role="status">
          {words}
        </span>
      </div>
      {measuring ? <ScannerWizard wedges={wedges} onClose={() => setMeasuring(false)} /> : null}
    </section>
  )
}

const WedgeRow = ({ wedge, onRemove }: { wedge: WedgeScanner; onRemove(): void }) => {
  const { t } = useTranslation()
  const readOnly = useRefusalReason('device.saveWedges') !== undefined
  const facts = [t(`wedge.ends.${wedge.end}`), marksText(wedge), t('wedge.gapValue', { gap: wedge.gapMs })]
  return (
    <div className="panel-pad wedge-row" data-testid="wedge-row" data-name={wedge.name}>
      <b>{wedge.name}</b>
      <span className="muted">{facts.filter(Boolean).join(' · ')}</span>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        disabled={readOnly}
        onClick={onRemove}
        aria-label={t('wedge.remove', { name: wedge.name })}
        data-testid="wedge-remove"
      />
    </div>
  )
}

/** 单据打印: where this PC's papers go. The system's viewer always stays possible; a queue prints without asking again. */
import { Radio, Select } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaperSettings } from '../../contract/schemas/paper'
import { paperSizes } from '../../core/paper/form'
import { refusalOf, useCommand, useOperation } from '../../ui/client'
import { errorText } from '../../ui/errorText'
import { OperationButton } from '../../ui/OperationButton'
import { FailedState, LoadingState } from '../../ui/states'

export const PaperSection = () => {
  const { t } = useTranslation()
  const answer = useOperation('paper.settings', {})
  // the form begins anew with what was saved, and what is said of it must outlive that
  const [saved, setSaved] = useState(false)
  return (
    <section className="panel" data-testid="paper-settings">
      <h2>{t('paper.settings')}</h2>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError ? <FailedState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data ? (
        <PaperForm key={JSON.stringify(answer.data)} saved={answer.data} told={saved} onTold={setSaved} />
      ) : null}
    </section>
  )
}

interface PaperFormProps {
  saved: PaperSettings
  told: boolean
  onTold(saved: boolean): void
}

const PaperForm = ({ saved, told, onTold }: PaperFormProps) => {
  const { t } = useTranslation()
  const [settings, setSettings] = useState(saved)
  const found = useOperation('paper.queues', {})
  const queues = [...new Set([...(found.data?.queues ?? []), ...(saved.queue === '' ? [] : [saved.queue])])]
  const gone = found.data !== undefined && saved.queue !== '' && !found.data.queues.includes(saved.queue)
  const save = useCommand('paper.saveSettings', {
    touches: ['paper.settings'],
    onDone: () => onTold(true),
    onRefused: () => onTold(false),
  })
  return (
    <>
      <dl className="facts">
        <dt>{t('paper.queueLabel')}</dt>
        <dd>
          <Select<string>
            className="paper-queue"
            value={settings.queue}
            onChange={(queue) => setSettings({ ...settings, queue })}
            options={[{ value: '', label: t('paper.viewer') }, ...queues.map((name) => ({ value: name, label: name }))]}
            aria-label={t('paper.queueLabel')}
            data-testid="paper-queue"
          />
        </dd>
        <dt>{t('paper.size')}</dt>
        <dd>
          <Radio.Group
            value={settings.size}
            onChange={(event) => setSettings({ ...settings, size: event.target.value as PaperSettings['size'] })}
            options={paperSizes.map((value) => ({ value, label: t(`paper.sizes.${value}`) }))}
            aria-label={t('paper.size')}
          />
        </dd>
      </dl>
      <p className={`paper-hint ${gone ? 'over' : 'muted'}`}>
        {hintOf(t, { found: found.data, gone, queue: saved.queue })}
      </p>
      <div className="panel-actions">
        <OperationButton
          operation="paper.saveSettings"
          label={t('common.save')}
          loading={save.isPending}
          onClick={() => save.mutate(settings)}
          testId="paper-save"
        />
        <span className="muted" role="status" data-testid="paper-saved">
          {save.isError ? errorText(t, refusalOf(save.error)) : told ? t('common.saved') : ''}
        </span>
      </div>
    </>
  )
}

interface Hint {
  found: { spooler: boolean; queues: readonly string[] } | undefined
  gone: boolean
  queue: string
}

const hintOf = (t: TFunction, { found, gone, queue }: Hint): string => {
  if (gone) return t('paper.gone', { queue })
  if (found && !found.spooler) return t('paper.noSpooler')
  return t(found?.queues.length === 0 ? 'paper.noQueues' : 'paper.hint')
}

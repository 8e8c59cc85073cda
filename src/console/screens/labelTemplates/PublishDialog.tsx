/** To whom a template goes, and whether labels of its kind come out in it where a store chose nothing else. */
import { Checkbox, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Audience, ChainTemplateView } from '../../../contract/schemas/chainTemplate'
import { type AudienceKind, audienceKinds } from '../../../core/labels/chainTemplate'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'
import { Field } from '../../parts/fields'
import type { Places } from './templateSigns'

interface PublishProps {
  template: ChainTemplateView
  places: Places
  onClose(): void
}

export const PublishDialog = ({ template: view, places, onClose }: PublishProps) => {
  const { t } = useTranslation()
  const { templateId, version, publication, template } = view
  const [kind, setKind] = useState<AudienceKind>(view.audience?.kind ?? 'chain')
  const [codes, setCodes] = useState<readonly string[]>(view.audience?.codes ?? [])
  const [isDefault, setDefault] = useState(view.isDefault)
  const publish = useCommand('chainTemplate.publish', {
    touches: ['chainTemplate.get', 'chainTemplate.list'],
    onDone: onClose,
  })
  const audience: Audience = { kind, codes: kind === 'chain' ? [] : [...codes] }
  const choose = (next: AudienceKind): void => {
    setKind(next)
    setCodes([])
  }
  const kindText = t(`labelEditor.labelKinds.${template.kind}`)
  return (
    <ActDialog
      open
      title={t('templates.publishTitle', { name: template.name })}
      act={t('templates.publish')}
      notYet={kind !== 'chain' && codes.length === 0}
      busy={publish.isPending}
      error={publish.error}
      testId="publish-dialog"
      width={560}
      onAct={() => publish.mutate({ templateId, version, publication, audience, isDefault })}
      onClose={onClose}
    >
      <Radio.Group
        value={kind}
        onChange={(event) => choose(event.target.value as AudienceKind)}
        options={audienceKinds.map((one) => ({ value: one, label: t(`audienceKind.${one}`) }))}
        aria-label={t('templates.audience')}
        data-testid="publish-audience"
        data-autofocus
      />
      {kind === 'chain' ? null : (
        <Field label={t(kind === 'regions' ? 'templates.regions' : 'templates.stores')} required wide>
          <Select
            mode="multiple"
            aria-label={t(kind === 'regions' ? 'templates.regions' : 'templates.stores')}
            data-testid="publish-codes"
            value={[...codes]}
            options={(kind === 'regions' ? places.regions : places.stores).map(({ code, name }) => ({
              value: code,
              label: `${name} ${code}`,
            }))}
            placeholder={t('entry.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={setCodes}
          />
        </Field>
      )}
      <Checkbox
        checked={isDefault}
        onChange={(event) => setDefault(event.target.checked)}
        data-testid="publish-default"
      >
        {t('templates.makeDefault', { kind: kindText })}
      </Checkbox>
      <p className="act-words muted">{t('templates.makeDefaultHint')}</p>
      <p className="act-words">{t('templates.publishHint')}</p>
    </ActDialog>
  )
}

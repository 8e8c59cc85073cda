/** A new template begins as a copy: of one that comes with the product, or of one of HQ's. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ChainTemplateView } from '../../../contract/schemas/chainTemplate'
import type { LabelTemplate } from '../../../core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../core/labels/labelTemplates'
import { useCommand } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { ActDialog } from '../../parts/ActDialog'
import { useHere } from '../../parts/cameFrom'
import { ChoiceField, TextField } from '../../parts/fields'

interface NewTemplateProps {
  templates: readonly ChainTemplateView[]
  onClose(): void
}

const nameMax = 40

export const NewTemplateDialog = ({ templates, onClose }: NewTemplateProps) => {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  const [from, setFrom] = useState<string>(labelTemplateIds[0])
  const [name, setName] = useState('')
  const [templateId] = useState(() => crypto.randomUUID())
  const sources: readonly LabelTemplate[] = [
    ...labelTemplateIds.map((id) => labelTemplates[id]).filter(({ kind }) => kind !== 'test'),
    ...templates.map(({ template }) => template),
  ]
  const save = useCommand('chainTemplate.save', {
    touches: ['chainTemplate.list'],
    onDone: () => void navigate(`/prices/templates/${templateId}`, { state: here }),
  })
  const begin = (): void => {
    const source = sources.find(({ id }) => id === from)
    if (!source) return
    const { id: _, ...template } = source
    save.mutate({ templateId, version: 0, template: { ...template, name: name.trim(), nameEn: '' } })
  }
  return (
    <ActDialog
      open
      title={t('templates.new')}
      act={t('templates.begin')}
      notYet={name.trim() === ''}
      busy={save.isPending}
      error={save.error}
      testId="new-template-dialog"
      onAct={begin}
      onClose={onClose}
    >
      <TextField
        label={t('templates.name')}
        testId="new-template-name"
        required
        wide
        autoFocus
        max={nameMax}
        value={name}
        onChange={setName}
      />
      <ChoiceField
        label={t('templates.from')}
        testId="new-template-from"
        wide
        value={from}
        options={sources.map((source) => ({
          value: source.id,
          label: `${nameIn(i18n.language, source)}（${source.widthMm}×${source.heightMm} mm）`,
        }))}
        onChange={setFrom}
      />
      <p className="act-words muted">{t('templates.newHint')}</p>
    </ActDialog>
  )
}

/** Another name for one of the shop's own templates. */
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../../ui/client'
import { Field } from '../../../ui/labelTemplates/fields'
import { useSay } from '../../scanning/useIdentify'
import { DeedDialog } from '../stocktakes/DeedDialog'
import type { ListedTemplate } from './useTemplates'

export const RenameDialog = ({ listed, onClose }: { listed: ListedTemplate; onClose(): void }) => {
  const { t } = useTranslation()
  const say = useSay()
  const [name, setName] = useState(listed.template.name)
  const [nameEn, setNameEn] = useState(listed.template.nameEn)
  const save = useCommand('labelTemplate.save', {
    touches: ['labelTemplate.list'],
    onDone: () => {
      say('ok', 'info', 'templates.saved1', { name })
      onClose()
    },
  })
  const confirm = (): void => {
    const { id, ...template } = listed.template
    const names = { name: name.trim(), nameEn: nameEn.trim() }
    save.mutate({ templateId: id, version: listed.version, template: { ...template, ...names } })
  }
  return (
    <DeedDialog
      {...{ name: 'template-rename', title: t('templates.rename'), confirmLabel: t('common.save') }}
      {...{ ready: name.trim() !== '', busy: save.isPending, error: save.error, onClose }}
      onConfirm={confirm}
    >
      <div className="template-names">
        <Field label={t('labelEditor.name')}>
          <Input
            data-autofocus
            aria-label={t('labelEditor.name')}
            value={name}
            maxLength={40}
            onChange={(event) => setName(event.target.value)}
            data-testid="template-rename-field"
          />
        </Field>
        <Field label={t('labelEditor.nameEn')}>
          <Input
            aria-label={t('labelEditor.nameEn')}
            value={nameEn}
            maxLength={40}
            onChange={(event) => setNameEn(event.target.value)}
          />
        </Field>
      </div>
    </DeedDialog>
  )
}

/** One template in the editor: saved, or given up after asking. The product's and HQ's are looked at. */
import { Alert, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { templateFaults } from '../../../core/labels/templateFaults'
import { Refused, useClient, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { TemplateEditor } from '../../../ui/labelTemplates/TemplateEditor'
import type { DrawTemplate } from '../../../ui/labelTemplates/TemplatePreview'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { DeedEcho } from '../../scanning/ScanEcho'
import { useSay } from '../../scanning/useIdentify'
import { TestDialog } from './TestDialog'
import { type Draft, draftOf, isUnsaved } from './useDraft'

interface EditProps {
  draft: Draft
  setDraft(draft: Draft | null): void
}

export const TemplateEdit = ({ draft, setDraft }: EditProps) => {
  const { t } = useTranslation()
  const client = useClient()
  const say = useSay()
  const [isLeaving, setLeaving] = useState(false)
  const [isTesting, setTesting] = useState(false)
  const mayNotTest = useRefusalReason('labelTemplate.printTest')
  const { template, version, readOnly } = draft
  const unsaved = isUnsaved(draft)
  const faults = templateFaults(template)
  const why = readOnly ? t('templates.readOnly') : saveHindrance(t, template.name, faults.length)
  const noTest = mayNotTest ?? saveHindrance(t, template.name, faults.length, 'toTest')
  const tryOut = (): void => {
    if (noTest === null) setTesting(true)
    else say('warn', 'look', 'scanning.plain', { words: noTest })
  }
  const save = useCommand('labelTemplate.save', {
    touches: ['labelTemplate.list'],
    onDone: (saved, input) => {
      // what was drawn while it was being saved stays unsaved; only the names were trimmed
      const kept = { ...template, name: template.name.trim(), nameEn: template.nameEn.trim() }
      setDraft({ ...draftOf({ ...kept, ...input.template }, saved.version), template: kept })
      say('ok', 'info', 'templates.saved1', { name: input.template.name })
      if (isLeaving) setDraft(null)
    },
    onRefused: (error) => say('error', 'refused', 'scanning.plain', { words: errorText(t, error) }),
  })
  const saveNow = (): void => {
    if (why !== null || save.isPending) {
      if (why !== null) say('warn', 'look', 'scanning.plain', { words: why })
      return
    }
    if (!unsaved) return
    const { id, ...body } = template
    const names = { name: body.name.trim(), nameEn: body.nameEn.trim() }
    save.mutate({ templateId: id, version, template: { ...body, ...names } })
  }
  const back = (): void => (unsaved ? setLeaving(true) : setDraft(null))
  useKeys('templateEdit', { save: saveNow, printTest: tryOut, back })
  const draw: DrawTemplate = async (body, dpi) => {
    const answer = await client.call('labelTemplate.preview', { template: body, dpi })
    if (!answer.ok) throw new Refused(answer.error)
    return answer.value
  }
  return (
    <>
      <div className="page-head">
        <h1 className="ellipsis" data-testid="template-title">
          {template.name.trim() === '' ? t('templates.noName') : template.name}
        </h1>
        <span className="page-figures page-hint" data-testid="template-state" data-unsaved={unsaved}>
          {readOnly ? t('templates.readOnly') : unsaved ? t('templates.unsaved') : t('common.saved')}
        </span>
        <DeedEcho />
        <Button onClick={back} data-testid="template-back">
          {t('templates.toList')}
          <KeyCap name="Escape" />
        </Button>
        <OperationButton
          operation="labelTemplate.printTest"
          label={t('templates.printTest')}
          keyName="Ctrl+T"
          disabled={noTest !== null}
          disabledReason={noTest ?? ''}
          onClick={tryOut}
          testId="template-test"
        />
        <OperationButton
          operation="labelTemplate.save"
          type="primary"
          label={t('common.save')}
          keyName="Ctrl+S"
          disabled={why !== null || !unsaved}
          disabledReason={why ?? t('common.saved')}
          loading={save.isPending}
          onClick={saveNow}
          testId="template-save"
        />
      </div>
      {save.error && why === null ? <SaveProblem words={t('templates.notSaved')} /> : null}
      <div className="page-body template-page">
        <TemplateEditor
          template={template}
          onChange={(next) => setDraft({ ...draft, template: next })}
          preview={draw}
          readOnly={readOnly}
        />
      </div>
      {isTesting ? <TestDialog template={template} onClose={() => setTesting(false)} /> : null}
      <Dialog
        open={isLeaving}
        title={t('templates.leaveTitle')}
        onClose={() => setLeaving(false)}
        keys={{ confirm: saveNow }}
        testId="template-leave"
        footer={
          <Space>
            <Button onClick={() => setLeaving(false)}>{t('templates.stay')}</Button>
            <Button danger onClick={() => setDraft(null)} data-testid="template-discard">
              {t('templates.discard')}
            </Button>
            <Button
              type="primary"
              disabled={why !== null}
              loading={save.isPending}
              onClick={saveNow}
              data-testid="template-save-leave"
            >
              {t('templates.saveAndLeave')}
              <KeyCap name="Ctrl+Enter" />
            </Button>
          </Space>
        }
      >
        <p>{t('templates.leaveHint', { name: template.name })}</p>
        {why === null ? null : <Alert type="warning" showIcon title={why} />}
      </Dialog>
    </>
  )
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const saveHindrance = (
  t: Translate,
  name: string,
  faults: number,
  wish: 'toSave' | 'toTest' = 'toSave',
): string | null => {
  if (name.trim() === '') return t('templates.needsName')
  const words = wish === 'toSave' ? 'templates.needsMending' : 'templates.needsMendingToTest'
  return faults > 0 ? t(words, { count: faults }) : null
}

const SaveProblem = ({ words }: { words: string }) => (
  <Alert className="label-doubt" type="error" showIcon title={words} data-testid="template-problem" />
)

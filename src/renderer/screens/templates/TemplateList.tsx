/** The templates there are: the product's, HQ's and this shop's own; opened, copied, named, tried on paper, carried as a file. */
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { LabelTemplate } from '../../../core/labels/labelTemplate'
import { useCommand } from '../../../ui/client'
import { fileNameOf, saveFile } from '../../../ui/csv'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { errorText } from '../../../ui/errorText'
import { nameIn, shortTimeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { DeedEcho } from '../../scanning/ScanEcho'
import { useSay } from '../../scanning/useIdentify'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { RenameDialog } from './RenameDialog'
import { TemplateAside } from './TemplateAside'
import { TestDialog } from './TestDialog'
import { freeName, readTemplateFile, templateFileBytesMax, templateFileText } from './templateFile'
import { useCameFrom } from './useCameFrom'
import { type Draft, draftOf } from './useDraft'
import { type ListedTemplate, useTemplates } from './useTemplates'

interface TemplatesPlace {
  current: string | null
}

const firstPlace: TemplatesPlace = { current: null }

export const TemplateList = ({ onOpen }: { onOpen(draft: Draft): void }) => {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const say = useSay()
  const [place, keep] = useKeptPlace('labelTemplates', firstPlace)
  const [dialog, setDialog] = useState<'rename' | 'remove' | 'test' | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const { answer, templates } = useTemplates()
  const mayNot = useRefusalReason('labelTemplate.save')
  const current = templates.find(({ template }) => template.id === place.current) ?? templates[0]
  const isOwn = current !== undefined && whoseOf(current) === 'own'
  const names = templates.map(({ template }) => template.name)
  const refuse = (): boolean => {
    if (mayNot !== undefined) say('warn', 'look', 'scanning.plain', { words: mayNot })
    return mayNot !== undefined
  }
  const ifOwn = (act: () => void): void => {
    if (refuse()) return
    if (isOwn) act()
    else say('warn', 'look', 'templates.notOwn')
  }
  const open = (): void => {
    if (!current) return
    onOpen(draftOf(current.template, current.version, mayNot !== undefined || !isOwn))
  }
  const begin = (template: Omit<LabelTemplate, 'id'>, copyWord: string): void => {
    const name = freeName(template.name, names, copyWord)
    const id = crypto.randomUUID()
    keep({ current: id })
    onOpen(draftOf({ ...template, id, name, nameEn: copyWord === '' ? template.nameEn : '' }, 0))
  }
  const copy = (): void => {
    if (current && !refuse()) begin(current.template, t('templates.copyWord'))
  }
  const save = (): void => {
    if (!current) return
    const { template } = current
    saveFile(`${fileNameOf(t('templates.title'), template.name)}.json`, templateFileText(template), 'application/json')
    say('ok', 'info', 'templates.exported', { name: nameIn(i18n.language, template) })
  }
  const take = async (chosen: File): Promise<void> => {
    const read =
      chosen.size > templateFileBytesMax
        ? ({ ok: false, problem: 'other' } as const)
        : readTemplateFile(await chosen.text())
    if (read.ok) begin(read.template, '')
    else say('error', 'refused', `templates.fileProblem.${read.problem}`, { name: chosen.name })
  }
  const choose = (): void => {
    if (!refuse()) file.current?.click()
  }
  const cameFrom = useCameFrom()
  const back = (): void => void navigate(cameFrom)
  const tryOut = (): void => {
    if (current && !refuse()) setDialog('test')
  }
  useKeys('templates', {
    ...{ copy, export: save, file: choose, printTest: tryOut, back },
    rename: () => ifOwn(() => setDialog('rename')),
    remove: () => ifOwn(() => setDialog('remove')),
  })
  const close = (): void => setDialog(null)
  return (
    <>
      <div className="page-head">
        <h1>{t('templates.title')}</h1>
        <span className="page-figures page-hint">{t('templates.hint')}</span>
        <DeedEcho />
        <Button onClick={back} data-testid="templates-back">
          {t(cameFrom === '/settings' ? 'templates.backToSettings' : 'templates.back')}
          <KeyCap name="Escape" />
        </Button>
        <ExportButton onExport={save} testId="templates-export" />
        <OperationButton
          operation="labelTemplate.save"
          label={t('templates.import')}
          keyName="Ctrl+I"
          onClick={choose}
          testId="templates-import"
        />
        <OperationButton
          operation="labelTemplate.save"
          type="primary"
          label={t('templates.copy')}
          keyName="Ctrl+D"
          disabled={!current}
          onClick={copy}
          testId="templates-copy"
        />
        <input
          ref={file}
          className="visually-hidden"
          type="file"
          accept=".json"
          tabIndex={-1}
          aria-label={t('templates.import')}
          data-testid="templates-file"
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (chosen) void take(chosen)
            event.target.value = ''
          }}
        />
      </div>
      <div className="page-body labels templates" data-testid="templates">
        {answer.isPending ? <LoadingState /> : null}
        {answer.isError && !answer.data ? (
          <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
        ) : null}
        {answer.data ? (
          <>
            <DataGrid
              label={t('templates.title')}
              testId="templates-grid"
              columns={columns(t, i18n.language)}
              rows={templates}
              rowKey={({ template }) => template.id}
              currentKey={current?.template.id ?? null}
              onCurrentChange={(id) => keep({ current: id })}
              onOpen={open}
              autoFocus
              empty={<EmptyState title={t('templates.title')} hint="" />}
            />
            {current ? (
              <TemplateAside
                listed={current}
                isOwn={isOwn}
                onOpen={open}
                onTest={tryOut}
                onRename={() => setDialog('rename')}
                onRemove={() => setDialog('remove')}
              />
            ) : null}
          </>
        ) : null}
      </div>
      {dialog === 'rename' && current ? <RenameDialog listed={current} onClose={close} /> : null}
      {dialog === 'test' && current ? <TestDialog template={current.template} onClose={close} /> : null}
      {dialog === 'remove' && current ? <RemoveDialog listed={current} onClose={close} /> : null}
    </>
  )
}

/** The product's and HQ's are copied, not changed. */
export const whoseOf = (listed: ListedTemplate): 'product' | 'hq' | 'own' => {
  if (listed.builtIn) return 'product'
  return listed.fromHq ? 'hq' : 'own'
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const columns = (t: Translate, language: string): Column<ListedTemplate>[] => [
  { key: 'number', title: '#', width: 40, align: 'right', render: (_, index) => index + 1 },
  { key: 'name', title: t('labelEditor.name'), grow: 1.6, render: ({ template }) => nameIn(language, template) },
  {
    key: 'kind',
    title: t('labelEditor.kind'),
    grow: 1,
    render: ({ template }) => t(`labelEditor.labelKinds.${template.kind}`),
  },
  {
    key: 'size',
    title: t('templates.size'),
    width: 120,
    align: 'right',
    render: ({ template }) => t('labelEditor.size', { width: template.widthMm, height: template.heightMm }),
  },
  {
    key: 'whose',
    title: t('templates.whose'),
    width: 140,
    render: (listed) => (
      <span className="signs">
        <Sign tone={whoseOf(listed) === 'own' ? 'good' : 'plain'}>{t(`templates.whoses.${whoseOf(listed)}`)}</Sign>
        {listed.isDefault ? <Sign tone="good">{t('templates.default')}</Sign> : null}
      </span>
    ),
  },
  {
    key: 'saved',
    title: t('templates.saved'),
    grow: 0.9,
    render: ({ savedAt, savedByName }) =>
      savedAt ? `${shortTimeText(savedAt)} ${savedByName}` : <span className="zero">—</span>,
  },
]

const RemoveDialog = ({ listed, onClose }: { listed: ListedTemplate; onClose(): void }) => {
  const { t, i18n } = useTranslation()
  const say = useSay()
  const name = nameIn(i18n.language, listed.template)
  const remove = useCommand('labelTemplate.remove', {
    touches: ['labelTemplate.list'],
    onDone: () => {
      say('undo', 'info', 'templates.removed', { name })
      onClose()
    },
    onRefused: (error) => say('error', 'refused', 'scanning.plain', { words: errorText(t, error) }),
  })
  return (
    <DeedDialog
      {...{ name: 'template-remove', title: t('templates.removeTitle', { name }), intro: t('templates.removeHint') }}
      {...{ confirmLabel: t('templates.remove'), ready: true, busy: remove.isPending, error: remove.error, onClose }}
      onConfirm={() => remove.mutate({ templateId: listed.template.id, version: listed.version })}
    />
  )
}

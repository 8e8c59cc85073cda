/** Ctrl+T: a template on paper before anybody relies on it, as it stands in the editor, on a printer of the settings. */
import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelTemplate } from '../../../core/labels/labelTemplate'
import { useCommand, useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { playSound } from '../../scanning/sounds'
import { useSay } from '../../scanning/useIdentify'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { useTemplates } from './useTemplates'

interface TestDialogProps {
  template: LabelTemplate
  onClose(): void
}

export const TestDialog = ({ template, onClose }: TestDialogProps) => {
  const { t, i18n } = useTranslation()
  const say = useSay()
  const { templates, nameOf } = useTemplates()
  const settings = useOperation('device.settings', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const printers = settings.data?.printers ?? []
  const sizeOf = (id: string): string => {
    const stock = templates.find((listed) => listed.template.id === id)?.template
    return stock ? `${stock.widthMm}×${stock.heightMm}` : ''
  }
  const fits = (loaded: string): boolean =>
    loaded === template.id || sizeOf(loaded) === `${template.widthMm}×${template.heightMm}`
  const likely = printers.find((one) => one.template === template.id) ?? printers.find((one) => fits(one.template))
  const printer = printers.find(({ id }) => id === chosen) ?? likely ?? printers[0]
  const print = useCommand('labelTemplate.printTest', {
    touches: [],
    onDone: ({ state }) => {
      const [sound, tone] = state === 'silent' ? (['warn', 'look'] as const) : (['ok', 'info'] as const)
      say(sound, tone, `templates.testDone.${state}`, { printer: printer?.name ?? '' })
      onClose()
    },
    onRefused: () => playSound('error'),
  })
  return (
    <DeedDialog
      {...{ name: 'template-test', title: t('templates.testOn', { name: nameIn(i18n.language, template) }) }}
      {...{ intro: t('templates.testHint'), confirmLabel: t('templates.printTest'), ready: printer !== undefined }}
      {...{ busy: print.isPending, error: print.error ?? settings.error, onClose }}
      onConfirm={() => {
        const { id: _, ...body } = template
        if (printer) print.mutate({ template: body, printerId: printer.id })
      }}
    >
      {settings.data && printers.length === 0 ? (
        <Alert type="warning" showIcon title={t('errors.PRINTER_NOT_SET')} data-testid="template-test-none" />
      ) : null}
      <Radio.Group
        className="test-printers"
        data-autofocus
        value={printer?.id ?? ''}
        aria-label={t('labels.printer')}
        onChange={(event) => setChosen(event.target.value as string)}
        options={printers.map(({ id, name, template: loaded }) => ({
          value: id,
          label: fits(loaded) ? name : `${name} · ${t('templates.testOther', { stock: nameOf(loaded) })}`,
        }))}
        data-testid="template-test-printers"
      />
    </DeedDialog>
  )
}

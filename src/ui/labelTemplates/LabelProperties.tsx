/** The label as a whole: its names, its size, and whether it has an arrangement of its own for long barcodes. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { Field, Millimetres, Words } from './fields'

interface LabelPropertiesProps {
  template: LabelTemplate
  readOnly: boolean
  onChange(template: LabelTemplate, what: string): void
}

export const LabelProperties = ({ template, readOnly, onChange }: LabelPropertiesProps) => {
  const { t } = useTranslation()
  const set = (part: Partial<LabelTemplate>, what: string): void => onChange({ ...template, ...part }, what)
  // labels are sold in whole millimetres
  const whole = (value10: number): number => Math.round(value10 / 10)
  const size = { disabled: readOnly, step: 10 }
  return (
    <>
      <Words
        label={t('labelEditor.name')}
        value={template.name}
        max={40}
        disabled={readOnly}
        onChange={(name) => set({ name }, 'name')}
        testId="editor-name"
      />
      <Words
        label={t('labelEditor.nameEn')}
        value={template.nameEn}
        max={40}
        disabled={readOnly}
        onChange={(nameEn) => set({ nameEn }, 'nameEn')}
        testId="editor-name-en"
      />
      <Field label={t('labelEditor.kind')}>
        <b>{t(`labelEditor.labelKinds.${template.kind}`)}</b>
      </Field>
      <div className="editor-pairs">
        <Millimetres
          {...size}
          label={t('labelEditor.width')}
          value={template.widthMm * 10}
          least={200}
          most={1200}
          onChange={(value) => set({ widthMm: whole(value) }, 'widthMm')}
          testId="editor-width"
        />
        <Millimetres
          {...size}
          label={t('labelEditor.height')}
          value={template.heightMm * 10}
          least={100}
          most={2000}
          onChange={(value) => set({ heightMm: whole(value) }, 'heightMm')}
          testId="editor-height"
        />
        <Millimetres
          {...size}
          label={t('labelEditor.gap')}
          value={template.gapMm * 10}
          most={200}
          onChange={(value) => set({ gapMm: whole(value) }, 'gapMm')}
          testId="editor-gap"
        />
      </div>
      <WideArrangement {...{ template, readOnly, onChange }} />
    </>
  )
}

const WideArrangement = ({ template, readOnly, onChange }: LabelPropertiesProps) => {
  const { t } = useTranslation()
  const { wideCodeBlocks, ...rest } = template
  return (
    <>
      <p className="muted editor-hint">{t('labelEditor.wideHint')}</p>
      <Button
        size="small"
        disabled={readOnly}
        onClick={() => onChange(wideCodeBlocks ? rest : { ...rest, wideCodeBlocks: template.blocks }, '')}
        data-testid="editor-wide-toggle"
      >
        {t(wideCodeBlocks ? 'labelEditor.wideRemove' : 'labelEditor.wideAdd')}
      </Button>
    </>
  )
}

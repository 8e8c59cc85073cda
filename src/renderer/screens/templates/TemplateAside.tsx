/** The current template as it prints, and what can be done with it. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { FailedState, LoadingState } from '../../../ui/states'
import type { ListedTemplate } from './useTemplates'

interface AsideProps {
  listed: ListedTemplate
  isOwn: boolean
  onOpen(): void
  onTest(): void
  onRename(): void
  onRemove(): void
}

export const TemplateAside = ({ listed, isOwn, onOpen, onTest, onRename, onRemove }: AsideProps) => {
  const { t, i18n } = useTranslation()
  const own = { disabled: !isOwn, disabledReason: t('templates.notOwn') }
  return (
    <aside className="label-side" aria-label={t('labelEditor.preview')} data-testid="template-preview">
      <h2>{nameIn(i18n.language, listed.template)}</h2>
      <Picture listed={listed} />
      <Button onClick={onOpen} data-testid="template-open">
        {t(isOwn ? 'templates.edit' : 'templates.look')}
        <KeyCap name="Enter" />
      </Button>
      <OperationButton
        operation="labelTemplate.printTest"
        label={t('templates.printTest')}
        keyName="Ctrl+T"
        onClick={onTest}
        testId="template-test"
      />
      <OperationButton
        {...own}
        operation="labelTemplate.save"
        label={t('templates.rename')}
        keyName="F2"
        onClick={onRename}
        testId="template-rename"
      />
      <OperationButton
        {...own}
        operation="labelTemplate.remove"
        label={t('templates.remove')}
        keyName="Delete"
        onClick={onRemove}
        testId="template-remove"
      />
    </aside>
  )
}

const Picture = ({ listed }: { listed: ListedTemplate }) => {
  const { t } = useTranslation()
  const { id: _, ...template } = listed.template
  const answer = useOperation('labelTemplate.preview', { template, dpi: 203 })
  if (answer.isPending) return <LoadingState />
  if (answer.isError) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  const { pngBase64, widthMm, heightMm } = answer.data
  return (
    <>
      <img
        className="label-picture"
        style={{ aspectRatio: `${widthMm} / ${heightMm}` }}
        src={`data:image/png;base64,${pngBase64}`}
        alt={t('labelEditor.preview')}
      />
      <p className="muted">{t('labels.size', { width: widthMm, height: heightMm })}</p>
    </>
  )
}

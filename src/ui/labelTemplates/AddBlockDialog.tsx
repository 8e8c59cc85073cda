/** What can be put on the label: one button a kind, arrows between them, Enter adds. */
import { Button } from 'antd'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelBlockKind } from '../../core/labels/labelTemplate'
import { Dialog } from '../Dialog'

interface AddBlockProps {
  kinds: readonly LabelBlockKind[]
  onAdd(kind: LabelBlockKind): void
  onClose(): void
}

export const AddBlockDialog = ({ kinds, onAdd, onClose }: AddBlockProps) => {
  const { t } = useTranslation()
  return (
    <Dialog open title={t('labelEditor.addTitle')} onClose={onClose} width={420} testId="editor-add-dialog">
      <fieldset className="editor-kinds" aria-label={t('labelEditor.addTitle')} onKeyDown={moveFocus}>
        {kinds.map((kind, at) => (
          <Button
            key={kind}
            block
            {...(at === 0 ? { 'data-autofocus': true } : {})}
            onClick={() => onAdd(kind)}
            data-testid={`editor-add-${kind}`}
          >
            <b>{t(`labelEditor.kinds.${kind}`)}</b>
            <span className="muted">{t(`labelEditor.kindHints.${kind}`)}</span>
          </Button>
        ))}
      </fieldset>
    </Dialog>
  )
}

const moveFocus = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by]
  next?.focus()
  event.preventDefault()
}

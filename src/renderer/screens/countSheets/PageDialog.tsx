/** F4: a page opened by its number, where no scanner is at hand. What stands under its code may be typed as well. */
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readControl } from '../../../core/barcode/readScan'
import { Refused } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { useOpenPage } from './useOpenPage'

export const PageDialog = ({ number, onClose }: { number: string; onClose(): void }) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<AnswerError | null>(null)
  const openPage = useOpenPage(setProblem)
  const code = pageTyped(number, text)
  const open = (): void => {
    if (code) void openPage(code)
  }
  return (
    <DeedDialog
      name="page"
      title={t('countSheets.open')}
      intro={t('countSheets.openHint')}
      confirmLabel={t('countSheets.open')}
      ready={code !== null}
      busy={false}
      error={problem && new Refused(problem)}
      onConfirm={open}
      onClose={onClose}
    >
      <Input
        data-autofocus
        maxLength={60}
        value={text}
        inputMode="numeric"
        placeholder={t('countSheets.pagePlaceholder')}
        aria-label={t('countSheets.pageNumber')}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault()
          open()
        }}
        data-testid="page-number"
      />
    </DeedDialog>
  )
}

/** "3", or the whole code of a page. */
export const pageTyped = (number: string, text: string): { number: string; page: number; line?: number } | null => {
  const code = readControl(text)
  if (code?.kind === 'page') return code
  return /^[1-9]\d{0,2}$/.test(text.trim()) ? { number, page: Number(text) } : null
}

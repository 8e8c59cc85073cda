/**
 * The solid red band over everything: a scan was not taken. It names the reason and leaves with the dialog or the screen that
 * said it, when a later scan was answered, or by itself.
 */
import { StopOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDialogCount } from '../../ui/dialogs'
import { clearStop, speak, useScanState } from './scanState'

const shownMs = 5_000

export const StopBand = () => {
  const { t } = useTranslation()
  const notice = useScanState((state) => (state.notice?.tone === 'stopped' ? state.notice : null))
  const [hidden, setHidden] = useState(0)
  const id = notice?.id ?? 0
  const text = notice ? t(notice.key, notice.values) : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: spoken and timed once per notice, not per language
  useEffect(() => {
    if (id === 0) return
    speak(text, true)
    const timer = setTimeout(() => setHidden(id), shownMs)
    return () => clearTimeout(timer)
  }, [id])
  const isDialogOpen = useDialogCount(({ count }) => count > 0)
  useEffect(() => {
    if (!isDialogOpen) clearStop()
  }, [isDialogOpen])
  if (!notice || hidden === id) return null
  return (
    <div className="stop-band" key={id} data-testid="stop-band">
      <StopOutlined /> <b>{t('scanning.words.stopped')}</b> {text}
    </div>
  )
}

/** Asks before somebody leaves a page with what they changed there and did not save: by a link, by the way back, by closing it. */
import { Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'
import { Dialog } from '../../ui/Dialog'

export const LeaveGuard = ({ dirty }: { dirty: boolean }) => {
  const { t } = useTranslation()
  useAskOnClose(dirty)
  // parts of the same page keep what was changed
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  )
  const stay = (): void => blocker.reset?.()
  return (
    <Dialog
      open={blocker.state === 'blocked'}
      title={t('leave.title')}
      onClose={stay}
      width={440}
      testId="leave-dialog"
      footer={
        <>
          <Button danger data-testid="leave-go" onClick={() => blocker.proceed?.()}>
            {t('leave.go')}
          </Button>
          <Button type="primary" data-testid="leave-stay" onClick={stay}>
            {t('leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.words')}</p>
    </Dialog>
  )
}

/** The browser asks in words of its own. */
const useAskOnClose = (dirty: boolean): void =>
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])

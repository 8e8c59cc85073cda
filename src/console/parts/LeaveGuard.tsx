/**
 * Asks before somebody leaves a page with what they changed there and did not save: by a link, by the way back, by closing it,
 * by signing out or by working for another branch.
 */
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'
import { Dialog } from '../../ui/Dialog'

export const LeaveGuard = ({ dirty }: { dirty: boolean }) => {
  useAskOnClose(dirty)
  useMarked(dirty)
  // parts of the same page keep what was changed
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsavedPages.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  )
  return (
    <LeaveDialog open={blocker.state === 'blocked'} onGo={() => blocker.proceed?.()} onStay={() => blocker.reset?.()} />
  )
}

interface LeaveDialogProps {
  open: boolean
  onGo(): void
  onStay(): void
}

const LeaveDialog = ({ open, onGo, onStay }: LeaveDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      title={t('leave.title')}
      onClose={onStay}
      width={440}
      testId="leave-dialog"
      footer={
        <>
          <Button danger data-testid="leave-go" onClick={onGo}>
            {t('leave.go')}
          </Button>
          <Button type="primary" data-testid="leave-stay" onClick={onStay}>
            {t('leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.words')}</p>
    </Dialog>
  )
}

/** For what ends the page without leaving it by a link: `ask` does it at once, or after the question. */
export const useLeaveFirst = () => {
  const [held, setHeld] = useState<(() => void) | null>(null)
  const ask = (act: () => void): void => (unsavedPages.size > 0 ? setHeld(() => act) : act())
  const go = (): void => {
    setHeld(null)
    // what follows leads to another page: nobody is asked twice
    unsavedPages.clear()
    held?.()
  }
  return { ask, dialog: <LeaveDialog open={held !== null} onGo={go} onStay={() => setHeld(null)} /> }
}

/** The frame asks for them, which is above the pages. */
const unsavedPages = new Set<object>()

const useMarked = (dirty: boolean): void =>
  useEffect(() => {
    if (!dirty) return
    const page = {}
    unsavedPages.add(page)
    return () => void unsavedPages.delete(page)
  }, [dirty])

/** The browser asks in words of its own. */
const useAskOnClose = (dirty: boolean): void =>
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])

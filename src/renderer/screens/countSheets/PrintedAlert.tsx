/** A paper came out: at a queue, which may not print just now; shown by the system, to be printed there; or, where nothing opens a PDF, where it lies. */
import { Alert } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { playSound } from '../../scanning/sounds'

interface PrintedAlertProps {
  title: string
  printed: PrintedFile
  testId: string
  /** said instead where the viewer opened the file, or nothing does */
  shown?: string
  notShown?: string
  children?: ReactNode
}

export interface PrintedFile {
  file: string
  opened: boolean
  /** the queue that took it; '' for the viewer */
  queue: string
  waits: string
}

/** Nobody has to do anything more than fetch the paper, or print it in the window that opened. */
const cameOut = ({ opened, queue, waits }: PrintedFile): boolean => (queue === '' ? opened : waits === '')

/** Somebody waits for paper: without a window on the screen nothing will come. */
export const soundPrinted = (printed: PrintedFile): void => playSound(cameOut(printed) ? 'ok' : 'warn')

export const PrintedAlert = ({ title, printed, testId, shown, notShown, children }: PrintedAlertProps) => {
  const { t } = useTranslation()
  const { file, opened, queue } = printed
  const own = opened ? shown : notShown
  return (
    <Alert
      className="dialog-problem"
      type={cameOut(printed) ? 'success' : 'warning'}
      showIcon
      title={title}
      description={
        <>
          {queue === '' && own !== undefined ? own : wordsOf(t, printed)}
          {children}
        </>
      }
      data-testid={testId}
      data-file={file}
      data-opened={opened}
      data-queue={queue}
    />
  )
}

const wordsOf = (t: TFunction, { file, opened, queue, waits }: PrintedFile): string => {
  if (queue === '') return t(opened ? 'countSheets.shown' : 'countSheets.notShown', { file })
  return waits === '' ? t('paper.queued', { queue }) : t('paper.waits', { queue, waits })
}

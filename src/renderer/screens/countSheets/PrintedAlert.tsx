/** A PDF is made: shown by the system, to be printed there; or, where nothing opens one, where it lies. */
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { playSound } from '../../scanning/sounds'

interface PrintedAlertProps {
  title: string
  printed: PrintedFile
  testId: string
  children?: ReactNode
}

interface PrintedFile {
  file: string
  opened: boolean
}

/** Somebody waits for paper: without a window on the screen nothing will come. */
export const soundPrinted = ({ opened }: PrintedFile): void => playSound(opened ? 'ok' : 'warn')

export const PrintedAlert = ({ title, printed: { file, opened }, testId, children }: PrintedAlertProps) => {
  const { t } = useTranslation()
  return (
    <Alert
      className="dialog-problem"
      type={opened ? 'success' : 'warning'}
      showIcon
      title={title}
      description={
        <>
          {t(opened ? 'countSheets.shown' : 'countSheets.notShown', { file })}
          {children}
        </>
      }
      data-testid={testId}
      data-file={file}
      data-opened={opened}
    />
  )
}

/** What the last scan meant, on screens that are not a document: one line in the page's head. */
import {
  BarcodeOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  InfoCircleFilled,
  WarningFilled,
} from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NoticeTone, useScanState } from './scanState'

export const toneIcons: Record<NoticeTone, ReactNode> = {
  added: <CheckCircleFilled />,
  look: <WarningFilled />,
  refused: <CloseCircleFilled />,
  stopped: <CloseCircleFilled />,
  undone: <InfoCircleFilled />,
  info: <InfoCircleFilled />,
  done: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
}

export const ScanEcho = ({ hint }: { hint: string }) => {
  const notice = useScanState((state) => (state.notice?.tone === 'stopped' ? null : state.notice))
  if (!notice) {
    return (
      <span className="scan-echo muted" data-testid="scan-echo">
        <BarcodeOutlined /> {hint}
      </span>
    )
  }
  return <EchoLine notice={notice} />
}

/** On screens without scans: what was done or refused here, not what another screen said before. */
export const DeedEcho = () => {
  const notice = useScanState((state) => state.notice)
  const [before] = useState(notice)
  return notice && notice !== before ? <EchoLine notice={notice} /> : null
}

const EchoLine = ({ notice }: { notice: NonNullable<ReturnType<typeof useScanState.getState>['notice']> }) => {
  const { t } = useTranslation()
  const text = t(notice.key, notice.values)
  return (
    <span className={`scan-echo tone-${notice.tone}`} data-testid="scan-echo" data-tone={notice.tone} title={text}>
      {toneIcons[notice.tone]} <b>{t(`scanning.words.${notice.tone}`)}</b> {text}
    </span>
  )
}

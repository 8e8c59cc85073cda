/** Small shared signs: document state, saved or at HQ, empty, failed, loading. Always a word with the colour. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloudUploadOutlined,
  EditOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentState, DocumentType } from '../core/documents/states'
import { refusalOf } from './client'
import { isCount } from './documents'
import { errorText } from './errorText'

export type Tone = 'good' | 'look' | 'bad' | 'plain' | 'busy'

export const Sign = ({
  tone,
  icon,
  children,
  testId,
}: {
  tone: Tone
  icon?: ReactNode
  children: ReactNode
  testId?: string
}) => (
  <span className={`sign sign-${tone}`} data-testid={testId}>
    {icon}
    <span>{children}</span>
  </span>
)

const stateTones: Record<DocumentState, Tone> = {
  draft: 'busy',
  held: 'look',
  submitted: 'look',
  approved: 'busy',
  posted: 'good',
  reversed: 'plain',
  cancelled: 'plain',
}

const stateIcons: Record<DocumentState, ReactNode> = {
  draft: <EditOutlined />,
  held: <PauseCircleOutlined />,
  submitted: <ClockCircleOutlined />,
  approved: <CheckCircleOutlined />,
  posted: <CheckCircleOutlined />,
  reversed: <StopOutlined />,
  cancelled: <StopOutlined />,
}

interface StateShown {
  state: DocumentState
  confirmed?: boolean | undefined
  type?: DocumentType | undefined
}

/** A posted return the supplier has confirmed says so: nobody has to chase it. */
export const DocumentStateSign = ({ state, confirmed = false, type }: StateShown) => {
  const { t } = useTranslation()
  return (
    <Sign tone={stateTones[state]} icon={stateIcons[state]} testId="document-state">
      {t(stateWords({ state, confirmed, type }))}
    </Sign>
  )
}

/** A finished count is a finding: nobody agreed to it. */
export const stateWords = ({ state, confirmed = false, type }: StateShown): string => {
  if (state === 'approved' && type && isCount(type)) return 'documentState.counted'
  return `documentState.${state === 'posted' && confirmed ? 'confirmed' : state}`
}

export const SecuritySign = ({ security }: { security: 'saved' | 'secured' }) => {
  const { t } = useTranslation()
  const secured = security === 'secured'
  return (
    <Sign
      tone={secured ? 'good' : 'look'}
      icon={secured ? <CheckCircleOutlined /> : <CloudUploadOutlined />}
      testId="security"
    >
      {t(`security.${security}`)}
    </Sign>
  )
}

export const EmptyState = ({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) => (
  <div className="empty-state">
    <strong>{title}</strong>
    {hint ? <span>{hint}</span> : null}
    {action}
  </div>
)

export const FailedState = ({ error, onRetry }: { error: unknown; onRetry(): void }) => {
  const { t } = useTranslation()
  return (
    <div className="empty-state" role="alert" data-testid="failed-state">
      <strong>{errorText(t, refusalOf(error))}</strong>
      <Button onClick={onRetry}>{t('common.retry')}</Button>
    </div>
  )
}

export const LoadingState = ({ words }: { words?: string }) => {
  const { t } = useTranslation()
  return (
    <div className="empty-state" data-testid="loading-state">
      <Spin size="small" />
      <span>{words ?? t('common.loading')}</span>
    </div>
  )
}

/** Activation codes that are out and not used: for which store and until when, and a way to take one back. */
import { Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useCommand, useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { agePart } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import { beatMs } from '../../data/pages'
import { ActDialog } from '../../parts/ActDialog'

type OpenCode = OutputOf<'enrolment.openCodes'>['codes'][number]

export const useOpenCodes = (): readonly OpenCode[] => {
  const mayManage = useCan('enrolment.openCodes')
  const answer = useOperation('enrolment.openCodes', {}, { enabled: mayManage, refetchIntervalMs: beatMs })
  return answer.data?.codes ?? []
}

const nameOf = ({ storeName, storeCode }: OpenCode): string => `${storeName} ${storeCode}`

/** `storeCode`: of this store alone, as the page is filtered; '' = of all. */
export const OpenCodes = ({ storeCode }: { storeCode: string }) => {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<OpenCode | null>(null)
  const codes = useOpenCodes().filter((code) => storeCode === '' || code.storeCode === storeCode)
  return (
    <>
      {codes.length === 0 ? null : (
        <section className="open-codes" aria-label={t('devices.openCodes')} data-testid="open-codes">
          <b>{t('devices.openCodes')}</b>
          <ul>
            {codes.map((code) => (
              <Row key={code.storeCode} code={code} onCancel={() => setAsked(code)} />
            ))}
          </ul>
        </section>
      )}
      <CancelDialog code={asked} onClose={() => setAsked(null)} />
    </>
  )
}

const Row = ({ code, onCancel }: { code: OpenCode; onCancel(): void }) => {
  const { t } = useTranslation()
  const { unit, n } = agePart((Date.parse(code.expiresAt) - useNow()) / 1000)
  const time = dayjs(code.expiresAt).format('MM-DD HH:mm')
  return (
    <li>
      <span>
        {code.storeName} <small className="muted code">{code.storeCode}</small>
      </span>
      <span className="muted">{t('devices.expires', { time, left: t(`left.${unit}`, { n }) })}</span>
      <Button size="small" onClick={onCancel} data-testid={`cancel-code-${code.storeCode}`}>
        {t('devices.cancelCode.act')}
      </Button>
    </li>
  )
}

const CancelDialog = ({ code, onClose }: { code: OpenCode | null; onClose(): void }) => {
  const { t } = useTranslation()
  const cancel = useCommand('enrolment.cancelCode', { touches: ['enrolment.openCodes'], onDone: onClose })
  return (
    <ActDialog
      open={code !== null}
      title={t('devices.cancelCode.title', { store: code ? nameOf(code) : '' })}
      act={t('devices.cancelCode.act')}
      danger
      busy={cancel.isPending}
      error={cancel.error}
      testId="cancel-code"
      onAct={() => code && cancel.mutate({ storeCode: code.storeCode })}
      onClose={() => {
        cancel.reset()
        onClose()
      }}
    >
      <p className="act-words">{t('devices.cancelCode.words')}</p>
    </ActDialog>
  )
}

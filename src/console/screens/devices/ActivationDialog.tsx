/** A one-time code that enrols one PC of one store: shown big, once, with how long it lives and where it goes. */
import { Alert, Button, Input } from 'antd'
import dayjs from 'dayjs'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { refusalOf, useCommand, useOperation } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { OperationButton } from '../../../ui/OperationButton'
import { agePart } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import type { StoreName } from '../../parts/FilterBar'
import { CopyButton } from './CopyButton'
import { useOpenCodes } from './OpenCodes'

interface ActivationDialogProps {
  open: boolean
  stores: readonly StoreName[]
  /** chosen already by the filter of the page */
  storeCode: string
  onClose(): void
}

export const ActivationDialog = (props: ActivationDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('devices.dialogTitle')} onClose={props.onClose} width={520} testId="activation">
      <Activation {...props} />
    </Dialog>
  )
}

const Activation = ({ open, stores: listed, storeCode }: ActivationDialogProps) => {
  const create = useCommand('enrolment.createCode', { touches: ['enrolment.openCodes'] })
  const answer = useOperation('enrolment.stores', {}, { enabled: open })
  const stores = answer.data?.stores ?? listed
  const { reset } = create
  useEffect(() => {
    if (!open) reset()
  }, [open, reset])
  if (create.data) return <Code created={create.data} stores={stores} onAnother={reset} />
  return (
    <StoreForm
      stores={stores}
      first={storeCode}
      busy={create.isPending}
      refusal={create.isError ? refusalOf(create.error) : null}
      onCreate={(code) => create.mutate({ storeCode: code })}
    />
  )
}

interface StoreFormProps {
  stores: readonly StoreName[]
  first: string
  busy: boolean
  refusal: ReturnType<typeof refusalOf> | null
  onCreate(storeCode: string): void
}

/** The store is typed or picked from the list; the hub knows whether it exists. */
const StoreForm = ({ stores, first, busy, refusal, onCreate }: StoreFormProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState(first)
  const openCodes = useOpenCodes()
  const isOpen = openCodes.some(({ storeCode }) => storeCode === text.trim())
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() !== '') onCreate(text.trim())
  }
  return (
    <form className="activation-form" onSubmit={submit}>
      <label htmlFor="activation-store">{t('devices.chooseStore')}</label>
      <Input
        id="activation-store"
        data-testid="activation-store"
        data-autofocus
        autoComplete="off"
        maxLength={16}
        list="activation-stores"
        placeholder={t('devices.storeHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id="activation-stores">
        {stores.map((store) => (
          <option key={store.storeCode} value={store.storeCode} label={`${store.storeName} ${store.storeCode}`} />
        ))}
      </datalist>
      {isOpen ? (
        <Alert type="warning" showIcon title={t('devices.openAlready')} data-testid="activation-open-already" />
      ) : null}
      {refusal ? (
        <Alert
          type="error"
          showIcon
          title={errorText(t, refusal)}
          data-testid="activation-refused"
          data-code={refusal.code}
        />
      ) : null}
      <OperationButton
        operation="enrolment.createCode"
        type="primary"
        htmlType="submit"
        label={t('devices.create')}
        loading={busy}
        testId="activation-create"
      />
    </form>
  )
}

interface CodeProps {
  created: OutputOf<'enrolment.createCode'>
  stores: readonly StoreName[]
  onAnother(): void
}

const Code = ({ created, stores, onAnother }: CodeProps) => {
  const { t } = useTranslation()
  const { unit, n } = agePart((Date.parse(created.expiresAt) - useNow()) / 1000)
  const store = stores.find(({ storeCode }) => storeCode === created.storeCode)
  return (
    <div className="activation">
      <p>{t('devices.codeFor', { store: store ? `${store.storeName} ${created.storeCode}` : created.storeCode })}</p>
      <output className="activation-code code" data-testid="activation-code">
        {created.code}
      </output>
      <p data-testid="activation-expires">
        {t('devices.expires', { time: dayjs(created.expiresAt).format('MM-DD HH:mm'), left: t(`left.${unit}`, { n }) })}
      </p>
      <Alert type="warning" showIcon title={t('devices.onceOnly')} />
      <dl className="facts">
        <div>
          <dt>{t('devices.hubAddress')}</dt>
          <dd className="code">{window.location.origin}</dd>
        </div>
      </dl>
      <p className="muted">{t('devices.how')}</p>
      <div className="activation-actions">
        <CopyButton text={created.code} testId="activation-copy" autoFocus />
        <Button onClick={onAnother} data-testid="activation-another">
          {t('devices.createAnother')}
        </Button>
      </div>
    </div>
  )
}

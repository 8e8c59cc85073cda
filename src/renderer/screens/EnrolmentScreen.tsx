/** 连接总部: the address and one-time code of HQ bind this PC to its store. The result stays until somebody goes on. */
import { CheckCircleFilled } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, type InputRef, Spin } from 'antd'
import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { OutputOf } from '../../contract/operations'
import { refusalOf, useCommand } from '../../ui/client'
import { type AnswerError, errorText } from '../../ui/errorText'
import { LanguageSwitch } from '../app/LanguageSwitch'
import { shownCode, stop, useScans } from '../scanning/scanning'
import { hubOrigin } from './hubOrigin'

type Enrolled = OutputOf<'app.enrol'>

/** Kept outside the screen: the status says "enrolled" before the result has been read. */
export const useEnrolment = create<{ result: Enrolled | null }>(() => ({ result: null }))

export const EnrolmentScreen = () => {
  const result = useEnrolment((state) => state.result)
  useScans(async (scan) => stop('scanning.enrolFirst', { code: shownCode(scan) }))
  return (
    <main className="centre">
      <LanguageSwitch />
      {result ? <Result result={result} /> : <EnrolmentForm />}
    </main>
  )
}

const EnrolmentForm = () => {
  const { t } = useTranslation()
  const enrol = useCommand('app.enrol', { onDone: (result) => useEnrolment.setState({ result }) })
  const [form] = Form.useForm<{ hubUrl: string; code: string }>()
  const codeField = useRef<InputRef>(null)
  // the fields were disabled while HQ was asked, and what is disabled has no focus
  useEffect(() => {
    if (enrol.isError) codeField.current?.focus({ cursor: 'all' })
  }, [enrol.isError])
  const submit = ({ hubUrl, code }: { hubUrl: string; code: string }): void =>
    enrol.mutate({ hubUrl: hubOrigin(hubUrl), code: code.trim() })
  return (
    <section className="card" data-testid="enrolment">
      <h1>{t('enrol.title')}</h1>
      <p className="muted">{t('enrol.intro')}</p>
      <Form
        form={form}
        layout="vertical"
        size="large"
        onFinish={submit}
        disabled={enrol.isPending}
        requiredMark={false}
      >
        <Form.Item
          name="hubUrl"
          label={t('enrol.hubUrl')}
          rules={[{ pattern: /^\s*https?:\/\/\S+\s*$/, required: true, message: t('enrol.hubUrlBad') }]}
        >
          <Input
            autoFocus
            placeholder={t('enrol.hubUrlHint')}
            maxLength={200}
            data-testid="enrol-url"
            spellCheck={false}
          />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('enrol.code')}
          rules={[{ required: true, min: 4, message: t('enrol.codeBad') }]}
        >
          <Input ref={codeField} maxLength={40} data-testid="enrol-code" spellCheck={false} autoComplete="off" />
        </Form.Item>
        {enrol.isError ? (
          <Alert type="error" showIcon title={problemText(t, refusalOf(enrol.error))} data-testid="enrol-error" />
        ) : null}
        {enrol.isPending ? <Working /> : null}
        <Button type="primary" htmlType="submit" block loading={enrol.isPending} data-testid="enrol-submit">
          {t('enrol.submit')}
        </Button>
      </Form>
    </section>
  )
}

const ownProblems: readonly string[] = [
  'HUB_OFFLINE',
  'HUB_TIMEOUT',
  'HUB_NOT_ZHANGGUI',
  'HUB_REFUSED',
  'SYNC_VERSION',
  'HUB_OLDER',
]

/** Here nothing goes on and nothing is tried again by itself, so the words of a working store would be wrong. */
const problemText = (t: TFunction, error: AnswerError): string =>
  ownProblems.includes(error.code) ? t(`enrol.problems.${error.code}`) : errorText(t, error)

/** How far it is cannot be known from here; that it goes on can be shown. */
const Working = () => {
  const { t } = useTranslation()
  return (
    <div role="status" data-testid="enrol-working" className="working">
      <Spin size="small" />
      <span className="muted">{t('enrol.working')}</span>
    </div>
  )
}

const Result = ({ result }: { result: Enrolled }) => {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const start = (): void => {
    void queries.invalidateQueries()
    useEnrolment.setState({ result: null })
  }
  return (
    <section className="card" data-testid="enrol-result">
      <h1 className="good">
        <CheckCircleFilled /> {t('enrol.done')}
      </h1>
      <dl className="facts big">
        <dt>{t('enrol.store')}</dt>
        <dd data-testid="enrol-store">
          {result.storeName} <span className="muted">{result.storeCode}</span>
        </dd>
        <dt>{t('enrol.letter')}</dt>
        <dd>
          <b data-testid="enrol-letter">{result.deviceLetter}</b> <span className="muted">{t('enrol.letterHint')}</span>
        </dd>
      </dl>
      <Button type="primary" size="large" block autoFocus onClick={start} data-testid="enrol-start">
        {t('enrol.start')}
      </Button>
    </section>
  )
}

/** Measures a keyboard-mode scanner: three scans of one code, what came key by key, the result in plain words, a name. */
import { Alert, Button, Input, type InputRef, Segmented, Space } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WedgeScanner } from '../../../contract/schemas/scanner'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { Sign } from '../../../ui/states'
import { type Calibration, calibrate, type RecordedKey, scansWanted } from '../../scanning/calibrate'
import { shownKey } from '../../scanning/keyText'
import { CodeToScan, codeToScan } from './CodeToScan'
import { useRecording } from './useRecording'

interface ScannerWizardProps {
  wedges: readonly WedgeScanner[]
  onClose(): void
}

export const ScannerWizard = ({ wedges, onClose }: ScannerWizardProps) => {
  const { t } = useTranslation()
  const [what, setWhat] = useState<'screen' | 'goods'>('screen')
  const [ime, setIme] = useState(false)
  const field = useRef<InputRef>(null)
  const recording = useRecording(() => {
    setIme(true)
    again()
  })
  const again = (): void => {
    recording.clear()
    // Ends what the input method had begun; it does not come back to a field that is read-only.
    field.current?.blur()
    setTimeout(() => field.current?.focus(), 0)
  }
  const scans = recording.scans.slice(0, scansWanted)
  const result = recording.isOver ? calibrate(scans, what === 'screen' ? codeToScan : null) : null
  const choose = (next: 'screen' | 'goods'): void => {
    setWhat(next)
    again()
  }
  return (
    <Dialog open title={t('wedge.wizardTitle')} width={640} onClose={onClose} testId="scanner-wizard">
      <Segmented
        value={what}
        onChange={choose}
        aria-label={t('wedge.what')}
        options={(['screen', 'goods'] as const).map((value) => ({ value, label: t(`wedge.whats.${value}`) }))}
        data-testid="wizard-what"
      />
      {what === 'screen' ? <CodeToScan /> : null}
      <p>{t(what === 'screen' ? 'wedge.scanScreen' : 'wedge.scanGoods')}</p>
      <Input
        ref={field}
        data-autofocus
        readOnly={ime}
        value=""
        onChange={() => undefined}
        placeholder={t('wedge.here', { count: scans.length, wanted: scansWanted })}
        aria-label={t('wedge.here', { count: scans.length, wanted: scansWanted })}
        data-testid="wizard-field"
      />
      {ime ? (
        <Alert className="dialog-problem" type="warning" showIcon title={t('wedge.ime')} data-testid="wizard-ime" />
      ) : null}
      <SentKeys scans={scans} />
      {result ? (
        <>
          <Result result={result} ime={ime} />
          <Button onClick={again} data-testid="wizard-again">
            {t('wedge.again')}
          </Button>
          {result.ok ? <NameForm wedges={wedges} scanner={result.scanner} onClose={onClose} /> : null}
        </>
      ) : null}
    </Dialog>
  )
}

/** Every key with the wait before it: what the scanner does, for whoever has to set it. */
const SentKeys = ({ scans }: { scans: readonly RecordedKey[][] }) => (
  <ol className="sent-keys" data-testid="wizard-keys">
    {scans.map((scan, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: scans are only added, and all taken away together
      <li key={index}>
        {scan.map((key, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: keys are only added
          <span key={at} className="sent-key">
            <b className="code">{shownKey(key)}</b>
            <small>{at === 0 ? '' : Math.round(key.atMs - (scan[at - 1]?.atMs ?? key.atMs))}</small>
          </span>
        ))}
      </li>
    ))}
  </ol>
)

const Result = ({ result, ime }: { result: Calibration; ime: boolean }) => {
  const { t } = useTranslation()
  if (!result.ok) {
    return (
      <Alert
        className="dialog-problem"
        type="error"
        showIcon
        title={t(`wedge.problems.${result.problem}`, { sent: result.sent })}
        data-testid="wizard-problem"
        data-problem={result.problem}
      />
    )
  }
  const { scanner, code, medianMs, p95Ms, capsLock } = result
  return (
    <dl className="facts" data-testid="wizard-result">
      <dt>{t('wedge.code')}</dt>
      <dd className="code">{code}</dd>
      <dt>{t('wedge.end')}</dt>
      <dd data-testid="wizard-end" data-end={scanner.end}>
        <Sign tone={scanner.end === 'none' ? 'look' : 'good'}>{t(`wedge.ends.${scanner.end}`)}</Sign>
      </dd>
      <dt>{t('wedge.marks')}</dt>
      <dd>{marksText(scanner) || t('wedge.noMarks')}</dd>
      <dt>{t('wedge.pace')}</dt>
      <dd>{t('wedge.paceValue', { median: medianMs, p95: p95Ms, gap: scanner.gapMs })}</dd>
      <dt>{t('wedge.layout')}</dt>
      <dd>{t(`wedge.layouts.${scanner.keys}`)}</dd>
      <dt>{t('wedge.caps')}</dt>
      <dd>{t(capsLock ? 'wedge.capsOn' : 'wedge.capsOff')}</dd>
      <dt>{t('wedge.imeState')}</dt>
      <dd>{t(ime ? 'wedge.imeOn' : 'wedge.imeOff')}</dd>
    </dl>
  )
}

export const marksText = ({ prefix, suffix }: Pick<WedgeScanner, 'prefix' | 'suffix'>): string =>
  prefix === '' && suffix === '' ? '' : `${prefix}…${suffix}`

interface NameFormProps {
  wedges: readonly WedgeScanner[]
  scanner: Omit<WedgeScanner, 'name'>
  onClose(): void
}

/** A name that is there already is measured anew. */
const NameForm = ({ wedges, scanner, onClose }: NameFormProps) => {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const save = useCommand('device.saveWedges', { touches: ['app.status'], onDone: onClose })
  const chosen = name.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (chosen === '' || save.isPending) return
    save.mutate({ wedges: [...wedges.filter((wedge) => wedge.name !== chosen), { ...scanner, name: chosen }] })
  }
  return (
    <form onSubmit={submit}>
      <Space>
        <Input
          autoFocus
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-label={t('wedge.name')}
          placeholder={t('wedge.nameExample')}
          data-testid="wizard-name"
        />
        <Button
          type="primary"
          htmlType="submit"
          disabled={chosen === ''}
          loading={save.isPending}
          data-testid="wizard-save"
        >
          {t('wedge.save')}
        </Button>
      </Space>
      {save.isError ? (
        <Alert className="dialog-problem" type="error" showIcon title={errorText(t, refusalOf(save.error))} />
      ) : null}
    </form>
  )
}

/** 设置: what this PC is connected to, how far its work is at HQ, and the language of the screens. */
import { SyncOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { AppStatus } from '../../contract/operations/app'
import { refusalOf, useCommand, useOperation } from '../../ui/client'
import { codeText, errorText } from '../../ui/errorText'
import { timeText } from '../../ui/format'
import { type Language, languages, useLanguage } from '../../ui/language'
import { OperationButton } from '../../ui/OperationButton'
import { FailedState, LoadingState, Sign, type Tone } from '../../ui/states'
import { RecoverDialog } from '../app/RecoverDialog'
import { syncWords } from '../app/StatusBar'
import { useStatus } from '../app/useStatus'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { useIdentify } from '../scanning/useIdentify'
import { DeviceForm } from './DeviceForm'
import { KeyHabitSection } from './KeyHabitSection'
import { PaperSection } from './PaperSection'
import type { addPrinterState } from './printers/addPrinterState'
import { PrinterLogDialog } from './printers/PrinterLogDialog'
import { PrinterWizard } from './printers/PrinterWizard'
import { ScanMonitor } from './scanners/ScanMonitor'
import { WedgePanel } from './scanners/WedgePanel'

export const SettingsScreen = () => {
  const { t } = useTranslation()
  useScans(useIdentify('settings'))
  return (
    <>
      <div className="page-head">
        <h1>{t('settings.title')}</h1>
        <ScanEcho hint={t('home.scanHint')} />
      </div>
      <div className="page-body settings" data-testid="settings">
        <div className="settings-column">
          <SyncSection />
          <KeySection />
          <LanguageSection />
          <KeyHabitSection />
          <AboutSection />
        </div>
        <div className="settings-column">
          <Devices />
          <PaperSection />
          <WedgePanel />
        </div>
        <ScanMonitor />
      </div>
    </>
  )
}

/** A new form when the settings themselves changed, not when a scanner was unplugged: typed text must stay. */
const Devices = () => {
  const answer = useOperation('device.settings', {})
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const { wizard, setWizard } = useWizardPlace()
  const [showsLog, setShowsLog] = useState(false)
  if (answer.isPending) return <LoadingState />
  if (answer.isError) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <>
      <DeviceForm
        key={JSON.stringify(answer.data)}
        settings={answer.data}
        words={words}
        onWords={setWords}
        onWizard={(printerId) => setWizard({ printerId })}
        onLog={() => setShowsLog(true)}
      />
      {wizard ? (
        <PrinterWizard
          settings={answer.data}
          printerId={wizard.printerId}
          onClose={() => setWizard(null)}
          onSaved={(name) => {
            setWizard(null)
            setWords(t('settings.printerAdded', { name }))
          }}
        />
      ) : null}
      {showsLog ? <PrinterLogDialog onClose={() => setShowsLog(false)} /> : null}
    </>
  )
}

/** Opened from a button here, or by coming here to add a printer: once, however often one comes back to this page. */
const useWizardPlace = () => {
  const location = useLocation()
  const navigate = useNavigate()
  const asked = (location.state as Partial<typeof addPrinterState> | null)?.addPrinter === true
  const [wizard, setWizard] = useState<{ printerId: string | null } | null>(null)
  useEffect(() => {
    if (!asked) return
    setWizard({ printerId: null })
    void navigate(location.pathname, { replace: true })
  }, [asked, location.pathname, navigate])
  return { wizard, setWizard }
}

const syncTones: Record<AppStatus['sync']['state'], Tone> = {
  online: 'good',
  syncing: 'busy',
  offline: 'look',
  failed: 'bad',
}

const SyncSection = () => {
  const { t } = useTranslation()
  const status = useStatus()
  const [words, setWords] = useState('')
  const syncNow = useCommand('app.syncNow', {
    touches: ['app.status', 'goodsReceipt.expected', 'document.list', 'document.inbox', 'transfer.list', 'stock.list'],
    onDone: (after) => setWords(after.sync.problem === '' ? t('settings.syncDone') : codeText(t, after.sync.problem)),
    onRefused: (error) => setWords(errorText(t, error)),
  })
  if (!status) return null
  const { sync } = status
  return (
    <section className="panel" data-testid="sync-details">
      <h2>{t('settings.sync')}</h2>
      <dl className="facts">
        <dt>{t('settings.syncState')}</dt>
        <dd>
          <Sign tone={syncTones[sync.state]} testId="sync-state">
            {syncWords(t, sync)}
          </Sign>
        </dd>
        <dt>{t('settings.unsecured')}</dt>
        <dd data-testid="sync-unsecured" data-count={sync.unsecured}>
          {sync.unsecured === 0
            ? t('settings.unsecuredNone')
            : t('settings.unsecuredValue', { count: sync.unsecured, time: timeText(sync.oldestUnsecuredAt) })}
        </dd>
        <dt>{t('settings.lastSecured')}</dt>
        <dd>{sync.lastSecuredAt ? timeText(sync.lastSecuredAt) : t('settings.never')}</dd>
        {sync.hubRestoredAt ? (
          <>
            <dt>{t('settings.hubRestored')}</dt>
            <dd data-testid="sync-hub-restored">
              {t('settings.hubRestoredValue', { time: timeText(sync.hubRestoredAt) })}
            </dd>
          </>
        ) : null}
        <dt>{t('settings.problem')}</dt>
        <dd data-testid="sync-problem" className={sync.problem && sync.problem !== 'HUB_BUSY' ? 'over' : ''}>
          {sync.problem ? codeText(t, sync.problem) : t('settings.noProblem')}
        </dd>
        {sync.rebuiltAt ? (
          <>
            <dt>{t('settings.rebuilt')}</dt>
            <dd data-testid="sync-rebuilt">{t('settings.rebuiltValue', { time: timeText(sync.rebuiltAt) })}</dd>
          </>
        ) : null}
      </dl>
      <div className="panel-actions">
        <OperationButton
          operation="app.syncNow"
          label={t('settings.syncNow')}
          keyName="F5"
          icon={<SyncOutlined />}
          loading={syncNow.isPending}
          onClick={() => syncNow.mutate({})}
          testId="sync-now"
        />
        <span className="muted" role="status">
          {syncNow.isError ? errorText(t, refusalOf(syncNow.error)) : words}
        </span>
      </div>
    </section>
  )
}

const keyTones: Record<AppStatus['keyKept'], Tone> = { system: 'good', file: 'look', lost: 'bad', none: 'plain' }

/** Where the key is with which this PC speaks to HQ; plainly, where the system could not take it into its care. */
const KeySection = () => {
  const { t } = useTranslation()
  const status = useStatus()
  const [recovering, setRecovering] = useState(false)
  if (!status) return null
  return (
    <section className="panel" data-testid="key-section">
      <h2>{t('key.title')}</h2>
      <dl className="facts">
        <dt>{t('key.kept')}</dt>
        <dd data-testid="key-kept" data-kept={status.keyKept}>
          <Sign tone={keyTones[status.keyKept]}>{t(`key.places.${status.keyKept}`)}</Sign>
        </dd>
      </dl>
      <p className="panel-pad muted" data-testid="key-words">
        {t(`key.words.${status.keyKept}`)}
      </p>
      <div className="panel-actions">
        <Button onClick={() => setRecovering(true)} data-testid="key-recover-settings">
          {t('key.recover')}
        </Button>
      </div>
      {recovering ? <RecoverDialog onClose={() => setRecovering(false)} /> : null}
    </section>
  )
}

const LanguageSection = () => {
  const { t } = useTranslation()
  const { language, setLanguage } = useLanguage()
  const names: Record<Language, string> = { 'zh-CN': t('common.zhCN'), 'en-US': t('common.enUS') }
  return (
    <section className="panel">
      <h2>{t('settings.language')}</h2>
      <div className="panel-pad">
        <Segmented<Language>
          value={language}
          onChange={setLanguage}
          aria-label={t('settings.language')}
          options={languages.map((value) => ({ value, label: names[value] }))}
        />
      </div>
    </section>
  )
}

const AboutSection = () => {
  const { t } = useTranslation()
  const status = useStatus()
  if (!status) return null
  return (
    <section className="panel">
      <h2>{t('settings.about')}</h2>
      <dl className="facts">
        <dt>{t('settings.store')}</dt>
        <dd>
          {status.storeName} {status.storeCode} · {t('app.device', { letter: status.deviceLetter })}
        </dd>
        <dt>{t('settings.hub')}</dt>
        <dd className="code">{status.hubUrl}</dd>
        <dt>{t('settings.products')}</dt>
        <dd>{status.products.toLocaleString('en-US')}</dd>
        <dt>{t('settings.version')}</dt>
        <dd className="code">{status.version}</dd>
      </dl>
    </section>
  )
}

/** 门店与终端: every store PC with the age of what HQ knows of it; who may manage them creates activation codes here. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { timeCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign, type Tone } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { ageNow, ageState } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import type { Device } from '../../data/chain'
import { useFilters } from '../../data/filters'
import { beatMs } from '../../data/pages'
import { useStores } from '../../data/stores'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, StoreFilter, type StoreName, TickFilter } from '../../parts/FilterBar'
import { type Column, ListTable } from '../../parts/ListTable'
import { ActivationDialog } from './ActivationDialog'
import { DeviceActs } from './DeviceActs'
import { OpenCodes } from './OpenCodes'

export const DevicesScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const [creating, setCreating] = useState(false)
  const mayCreate = useCan('enrolment.createCode')
  const answer = useOperation('enrolment.devices', {}, { refetchIntervalMs: beatMs })
  const stores = useKnownStores(answer.data?.devices ?? [])
  const storeCode = params.get('store') ?? ''
  const onlyProblems = params.get('problems') === '1'
  const nowMs = useNow()
  const rows = (answer.data?.devices ?? []).filter(
    (device) =>
      (storeCode === '' || device.storeCode === storeCode) &&
      (!onlyProblems || hasProblem(device, answer.dataUpdatedAt, nowMs)),
  )
  const columns = useColumns(answer.dataUpdatedAt)
  const filtered = storeCode !== '' || onlyProblems
  return (
    <>
      <div className="page-head">
        <h1>{t('devices.title')}</h1>
        <FilterBar onClear={filtered ? () => change({ store: null, problems: null }) : undefined}>
          <StoreFilter stores={stores} value={storeCode} onChange={(store) => change({ store })} />
          <TickFilter
            label={t('filter.onlyProblems')}
            testId="filter-problems"
            checked={onlyProblems}
            onChange={(on) => change({ problems: on ? '1' : null })}
          />
        </FilterBar>
        <div className="page-acts">
          <ExportButton<Device>
            name={t('devices.title')}
            columns={columns}
            read={() => Promise.resolve({ rows, cut: false })}
          />
          {mayCreate ? (
            <OperationButton
              operation="enrolment.createCode"
              type="primary"
              label={t('devices.createCode')}
              testId="create-code"
              onClick={() => setCreating(true)}
            />
          ) : null}
        </div>
      </div>
      <OpenCodes storeCode={storeCode} />
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <ListTable
          label={t('devices.title')}
          testId="devices"
          columns={columns}
          rows={rows}
          rowKey={({ deviceId }) => deviceId}
          rowTestId={({ storeCode: code, letter }) => `device-row-${code}-${letter}`}
          empty={<NoDevices filtered={filtered} mayCreate={mayCreate} />}
        />
      ) : null}
      <ActivationDialog open={creating} stores={stores} storeCode={storeCode} onClose={() => setCreating(false)} />
    </>
  )
}

/** Who may not see stock knows the stores by their PCs alone. */
const useKnownStores = (devices: readonly Device[]): StoreName[] => {
  const { stores } = useStores()
  const byCode = new Map<string, StoreName>()
  for (const { storeCode, storeName } of [...stores, ...devices]) byCode.set(storeCode, { storeCode, storeName })
  return [...byCode.values()].sort((a, b) => a.storeCode.localeCompare(b.storeCode))
}

const hasProblem = (device: Device, fetchedAtMs: number, nowMs: number): boolean =>
  device.state !== 'active' || device.parked > 0 || ageState(ageNow(device.ageSeconds, fetchedAtMs, nowMs)) !== 'fresh'

const NoDevices = ({ filtered, mayCreate }: { filtered: boolean; mayCreate: boolean }) => {
  const { t } = useTranslation()
  if (filtered) return <EmptyState title={t('devices.emptyFiltered')} hint={t('devices.emptyFilteredHint')} />
  return <EmptyState title={t('devices.empty')} hint={t(mayCreate ? 'devices.emptyHint' : 'devices.emptyPlainHint')} />
}

const tones: Record<Device['state'], Tone> = { active: 'good', revoked: 'plain', quarantined: 'bad' }

/** beyond this a PC's clock is worth a look: papers carry its time */
const skewSecondsMax = 300

/** As the PC last said: which version it runs, where its key is, how far its clock is off. */
const About = ({ device: { version, keyKept, skewSeconds } }: { device: Device }) => {
  const { t } = useTranslation()
  if (version === '') return <span className="muted">{t('devices.unknown')}</span>
  const isOff = Math.abs(skewSeconds ?? 0) > skewSecondsMax
  return (
    <>
      <span className="code">{version}</span>
      {keyKept === 'file' ? (
        <small className="look" title={t('devices.keyInFileHint')}>
          {' '}
          {t('devices.keyInFile')}
        </small>
      ) : null}
      {isOff ? (
        <small className="look"> {t('devices.clockOff', { count: Math.round((skewSeconds ?? 0) / 60) })}</small>
      ) : null}
    </>
  )
}

const useColumns = (fetchedAtMs: number): Column<Device>[] => {
  const { t } = useTranslation()
  const mayManage = useCan('device.revoke')
  return [
    {
      key: 'store',
      title: t('devices.store'),
      width: 160,
      render: (device) => (
        <>
          {device.storeName} <small className="muted code">{device.storeCode}</small>
        </>
      ),
      text: (device) => `${device.storeName} ${device.storeCode}`,
    },
    {
      key: 'letter',
      title: t('devices.letter'),
      width: 88,
      render: (device) => <b className="letter">{device.letter}</b>,
      text: (device) => device.letter,
    },
    {
      key: 'state',
      title: t('devices.state'),
      width: 104,
      render: (device) => (
        <span title={device.stateReason || undefined}>
          <Sign tone={tones[device.state]} testId="device-state">
            {t(`deviceStates.${device.state}`)}
          </Sign>
          {device.recovering ? <small className="muted"> {t('devices.recovering')}</small> : null}
        </span>
      ),
      text: (device) => t(`deviceStates.${device.state}`),
    },
    {
      key: 'lastSeen',
      title: t('devices.lastSeen'),
      render: (device) => (
        <AgeLabel
          asOf={device.lastSeenAt}
          ageSeconds={device.ageSeconds}
          fetchedAtMs={fetchedAtMs}
          long
          testId={`age-${device.storeCode}-${device.letter}`}
        />
      ),
      text: (device) => timeCell(device.lastSeenAt),
    },
    {
      key: 'unsecured',
      title: t('devices.unsecured'),
      width: 80,
      align: 'right',
      render: (device) => <Unsecured device={device} />,
      text: (device) => device.unsecured ?? '',
    },
    {
      key: 'parked',
      title: t('devices.parked'),
      width: 100,
      align: 'right',
      render: (device) =>
        device.parked === 0 ? <span className="zero">0</span> : <b className="bad">{device.parked}</b>,
      text: (device) => device.parked,
    },
    {
      key: 'events',
      title: t('devices.events'),
      width: 110,
      align: 'right',
      render: (device) => device.events,
      text: (device) => device.events,
    },
    {
      key: 'version',
      title: t('devices.version'),
      width: 140,
      render: (device) => <About device={device} />,
      text: (device) => device.version,
    },
    {
      key: 'enrolledAt',
      title: t('devices.enrolledAt'),
      width: 106,
      align: 'right',
      render: (device) => timeText(device.enrolledAt),
      text: (device) => timeCell(device.enrolledAt),
    },
    {
      key: 'deviceId',
      title: t('devices.deviceId'),
      width: 100,
      align: 'right',
      render: (device) => (
        <small className="muted code" title={device.deviceId}>
          …{device.deviceId.slice(-8)}
        </small>
      ),
      text: (device) => device.deviceId,
    },
    ...(mayManage
      ? [
          {
            key: 'acts',
            title: t('devices.actsTitle'),
            width: 160,
            render: (device: Device) => <DeviceActs device={device} />,
            text: () => '',
          },
        ]
      : []),
  ]
}

const Unsecured = ({ device: { unsecured } }: { device: Device }) => {
  const { t } = useTranslation()
  if (unsecured === null) return <span className="muted">{t('devices.unknown')}</span>
  return unsecured === 0 ? <span className="zero">0</span> : <b className="look">{unsecured}</b>
}

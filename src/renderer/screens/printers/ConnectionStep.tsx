/** How the printer is reached: an address, a serial port of the list, or a queue of the system. */
import { Input, InputNumber, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type PrinterConnection, type SerialFlow, serialFlows } from '../../../contract/schemas/printer'
import { baudRates } from '../baudRates'
import { PortPicker, RememberedDevice } from '../scanners/PortPicker'
import type { StepProps } from './PrinterWizard'
import { QueuePicker } from './QueuePicker'
import { slowBaudRate } from './slowLine'
import { freshConnections, withConnection } from './wizard'

const kinds = ['tcp', 'serial', 'spooler'] as const

export const ConnectionStep = ({ state, change, problem }: StepProps) => {
  const { t } = useTranslation()
  const { connection } = state.draft
  const set = (next: PrinterConnection): void => change(withConnection(state, next))
  return (
    <>
      <p>{t('printers.connectionHint')}</p>
      <Radio.Group
        data-autofocus
        data-testid="wizard-kind"
        value={connection.kind}
        aria-label={t('settings.connection')}
        onChange={(event) => set(freshConnections[event.target.value as PrinterConnection['kind']])}
        options={kinds.map((value) => ({ value, label: t(`settings.connections.${value}`) }))}
      />
      <div className="wizard-fields">
        {connection.kind === 'tcp' ? <TcpFields connection={connection} onChange={set} /> : null}
        {connection.kind === 'serial' ? <SerialFields connection={connection} onChange={set} /> : null}
        {connection.kind === 'spooler' ? (
          <QueuePicker queue={connection.queue} onChange={(queue) => set({ kind: 'spooler', queue })} />
        ) : null}
      </div>
      {problem}
    </>
  )
}

type SerialConnection = Extract<PrinterConnection, { kind: 'serial' }>

interface FieldsProps<Kind extends PrinterConnection['kind']> {
  connection: Extract<PrinterConnection, { kind: Kind }>
  onChange(connection: PrinterConnection): void
}

const TcpFields = ({ connection, onChange }: FieldsProps<'tcp'>) => {
  const { t } = useTranslation()
  return (
    <>
      <div>
        <span>{t('settings.host')}</span>
        <Input
          aria-label={t('settings.host')}
          value={connection.host}
          maxLength={200}
          spellCheck={false}
          placeholder="192.168.1.50"
          onChange={(event) => onChange({ ...connection, host: event.target.value })}
          data-testid="wizard-host"
        />
      </div>
      <div>
        <span>{t('settings.port')}</span>
        <InputNumber
          aria-label={t('settings.port')}
          value={connection.port}
          min={1}
          max={65_535}
          precision={0}
          controls={false}
          onChange={(port) => onChange({ ...connection, port: port ?? 9100 })}
          data-testid="wizard-port"
        />
      </div>
      <p className="muted wizard-wide">{t('printers.tcpHelp')}</p>
    </>
  )
}

const withoutDevice = ({ device: _, ...rest }: SerialConnection): SerialConnection => rest

const SerialFields = ({ connection, onChange }: FieldsProps<'serial'>) => {
  const { t } = useTranslation()
  return (
    <>
      <div className="wizard-wide" data-testid="wizard-ports">
        <PortPicker
          disabled={false}
          onChosen={({ path, device }) =>
            onChange({ ...withoutDevice(connection), path, ...(device ? { device } : {}) })
          }
        />
      </div>
      <div>
        <span>{t('settings.scannerPath')}</span>
        <Input
          aria-label={t('settings.scannerPath')}
          value={connection.path}
          maxLength={200}
          spellCheck={false}
          placeholder={t('settings.pathExample')}
          // Another path is another device, until it is chosen from the list.
          onChange={(event) => onChange({ ...withoutDevice(connection), path: event.target.value })}
          data-testid="wizard-path"
        />
      </div>
      <div>
        <span>{t('settings.baudRate')}</span>
        <Select
          value={connection.baudRate}
          onChange={(baudRate) => onChange({ ...connection, baudRate })}
          options={baudRates.map((value) => ({ value, label: String(value) }))}
          aria-label={t('settings.baudRate')}
          data-testid="wizard-baud"
        />
      </div>
      <div className="wizard-wide">
        <span>{t('settings.flow')}</span>
        <Radio.Group
          value={connection.flow ?? 'none'}
          aria-label={t('settings.flow')}
          onChange={(event) => onChange({ ...connection, flow: event.target.value as SerialFlow })}
          options={serialFlows.map((value) => ({ value, label: t(`settings.flows.${value}`) }))}
          data-testid="wizard-flow"
        />
        <small className="muted">{t('settings.flowHelp')}</small>
      </div>
      <RememberedDevice {...(connection.device ? { value: connection.device } : {})} />
      <p className="muted wizard-wide">
        {t(connection.baudRate <= slowBaudRate ? 'settings.slowLine' : 'printers.serialHelp')}
      </p>
    </>
  )
}

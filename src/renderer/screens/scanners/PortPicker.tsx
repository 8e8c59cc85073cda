/** The serial ports this PC has now. A scanner chosen here is remembered by its device, not by the name of its port. */
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SerialIdentity, SerialPortFound } from '../../../contract/schemas/scanner'
import { useOperation } from '../../../ui/client'

interface PortPickerProps {
  disabled: boolean
  onChosen(port: SerialPortFound): void
}

export const PortPicker = ({ disabled, onChosen }: PortPickerProps) => {
  const { t } = useTranslation()
  const answer = useOperation('device.serialPorts', {})
  const { listed, ports } = answer.data ?? { listed: true, ports: [] }
  const choose = (path: string): void => {
    const port = ports.find((one) => one.path === path)
    if (port) onChosen(port)
  }
  if (ports.length === 0) return <p className="muted">{t(listed ? 'settings.portsNone' : 'settings.portsNotListed')}</p>
  return (
    <Select<string | null>
      className="port-picker"
      value={null}
      disabled={disabled}
      placeholder={t('settings.chooseScanner')}
      aria-label={t('settings.scannersFound')}
      options={ports.map((port) => ({ value: port.path, label: portText(port) }))}
      onOpenChange={(open) => void (open && answer.refetch())}
      onChange={(path) => path !== null && choose(path)}
      data-testid="port-picker"
    />
  )
}

const portText = ({ path, name, device }: SerialPortFound): string =>
  [path, name, device ? deviceText(device) : ''].filter(Boolean).join(' · ')

export const deviceText = ({ vendorId, productId, serialNumber }: SerialIdentity): string =>
  [`${vendorId}:${productId}`, serialNumber].filter(Boolean).join(' ')

/** A form field nobody types into: it keeps which device the row means. */
export const RememberedDevice = ({ value }: { value?: SerialIdentity }) => {
  const { t } = useTranslation()
  return value ? (
    <small className="muted remembered-device">{t('settings.recognised', { device: deviceText(value) })}</small>
  ) : null
}

/**
 * Scanners in HID-POS mode. They are looked for when somebody asks, because looking loads what reading them takes, and
 * added as a row that is known by its device.
 */
import { SearchOutlined } from '@ant-design/icons'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type HidScannerSettings, type ScannerSettings, scannerKeys } from '../../../contract/schemas/scanner'
import { refusalOf, useOperation } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { deviceText } from './PortPicker'

interface HidPickerProps {
  disabled: boolean
  onChosen(scanner: HidScannerSettings): void
}

export const HidPicker = ({ disabled, onChosen }: HidPickerProps) => {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const answer = useOperation('device.hidScanners', {}, { enabled: asked })
  const chosen: ScannerSettings[] | undefined = Form.useWatch('scanners')
  const found = answer.data?.scanners
  const offered = found && notAmong(chosen ?? [], found)
  const look = (): void => {
    if (asked) void answer.refetch()
    setAsked(true)
  }
  return (
    <>
      <Button
        icon={<SearchOutlined />}
        disabled={disabled}
        loading={asked && answer.isFetching}
        onClick={look}
        data-testid="hid-find"
      >
        {t('settings.findHid')}
      </Button>
      <div role="status" data-testid="hid-words" data-code={answer.isError ? refusalOf(answer.error).code : ''}>
        {answer.isError ? <p className="scanner-help">{errorText(t, refusalOf(answer.error))}</p> : null}
        {offered?.length === 0 ? (
          <p className="muted">{t(found?.length === 0 ? 'settings.hidNone' : 'settings.hidAllChosen')}</p>
        ) : null}
      </div>
      {offered && offered.length > 0 ? <Choice scanners={offered} disabled={disabled} onChosen={onChosen} /> : null}
    </>
  )
}

/** Of two alike, one of which is chosen, the other is left. */
const notAmong = (chosen: readonly ScannerSettings[], found: readonly HidScannerSettings[]): HidScannerSettings[] => {
  const taken = new Set(scannerKeys(chosen))
  const keys = scannerKeys(found)
  return found.filter((_scanner, index) => !taken.has(keys[index] ?? ''))
}

const Choice = ({ scanners, disabled, onChosen }: HidPickerProps & { scanners: readonly HidScannerSettings[] }) => {
  const { t } = useTranslation()
  const choose = (index: number): void => {
    const scanner = scanners[index]
    if (scanner) onChosen(scanner)
  }
  return (
    <Select<number | null>
      className="port-picker"
      value={null}
      disabled={disabled}
      placeholder={t('settings.chooseHid', { count: scanners.length })}
      aria-label={t('settings.hidFound')}
      // Two alike have no name that tells them apart: their places in the list do.
      options={scanners.map((scanner, index) => ({ value: index, label: scannerText(scanner) }))}
      onChange={(index) => index !== null && choose(index)}
      data-testid="hid-picker"
    />
  )
}

const scannerText = ({ name, hid }: HidScannerSettings): string => [name, deviceText(hid)].filter(Boolean).join(' · ')

/** Nothing of it can be typed: it is the device it was chosen as. */
export const HidRow = ({ index }: { index: number }) => {
  const { t } = useTranslation()
  return (
    <Form.Item className="hid-row" name={[index, 'name']} label={t('settings.hidScanner')}>
      <HidName index={index} />
    </Form.Item>
  )
}

const HidName = ({ value, index }: { value?: string; index: number }) => {
  const { t } = useTranslation()
  return <span data-testid={`scanner-hid-${index}`}>{value || t('settings.hidNameless')}</span>
}

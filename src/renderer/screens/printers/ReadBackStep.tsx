/** The codes of the page just printed, scanned back: a code that looks fine and does not scan is no label. */
import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../ui/client'
import { Sign } from '../../../ui/states'
import { shownCode, useDialogScans } from '../../scanning/scanning'
import { speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'
import type { StepProps } from './PrinterWizard'

const codes = ['bars', 'square'] as const

export const ReadBackStep = ({ state, change }: StepProps) => {
  const { t } = useTranslation()
  const [wrong, setWrong] = useState('')
  useReadBack(state.page, (what, code) => {
    setWrong(what === null ? code : '')
    if (what === 'bars') change({ barsRead: true })
    if (what === 'square') change({ squareRead: true })
  })
  const { page } = state
  if (!page || (page.bars === '' && page.square === ''))
    return <Alert type="info" showIcon title={t('printers.noCodes')} data-testid="wizard-no-codes" />
  const read = { bars: state.barsRead, square: state.squareRead }
  return (
    <>
      <p>{t('printers.readBackHint')}</p>
      <dl className="facts big">
        {codes
          .filter((code) => page[code] !== '')
          .map((code) => (
            <div key={code} className="wizard-code" data-testid={`wizard-read-${code}`} data-read={read[code]}>
              <dt>{t(`printers.codes.${code}`)}</dt>
              <dd>
                <span className="code">{page[code]}</span>{' '}
                <Sign tone={read[code] ? 'good' : 'plain'}>
                  {t(read[code] ? 'printers.readRight' : 'printers.notRead')}
                </Sign>
              </dd>
            </div>
          ))}
      </dl>
      {wrong === '' ? null : (
        <Alert
          className="dialog-problem"
          type="warning"
          showIcon
          title={t('printers.otherCode', { code: wrong })}
          data-testid="wizard-other-code"
        />
      )}
      <p className="muted">{t('printers.readBackHelp')}</p>
    </>
  )
}

type Found = (what: 'bars' | 'square' | null, code: string) => void

/** Logged as every scan is, and read by the rules every screen reads by. */
const useReadBack = (page: StepProps['state']['page'], onFound: Found): void => {
  const client = useClient()
  const { t } = useTranslation()
  useDialogScans(async (scan) => {
    const [, answer] = await Promise.all([
      client.call('scan.identify', { scan, where: 'settings' }, scan.scanId),
      client.call('scan.read', { raws: [scan.raw] }),
    ])
    const text = answer.ok ? (answer.value.readings[0]?.text ?? '') : ''
    const what = page && text !== '' ? (codes.find((code) => page[code] === text) ?? null) : null
    playSound(what === null ? 'error' : 'ok')
    const shown = shownCode(scan)
    speak(
      what === null
        ? t('printers.otherCode', { code: shown })
        : `${t(`printers.codes.${what}`)} ${t('printers.readRight')}`,
      what === null,
    )
    onFound(what, shown)
  }, true)
}

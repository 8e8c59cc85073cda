/** What an alarm is about, in words: kinds by how grave they are, what the PC told, and why it was not believed. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleFilled,
  LockOutlined,
  WarningFilled,
} from '@ant-design/icons'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alarm, AlarmKind } from '../../../contract/schemas/alarm'
import { isDocumentType } from '../../../core/documents/states'
import { shortTimeText } from '../../../ui/format'
import { Sign, type Tone } from '../../../ui/states'

const tones: Record<AlarmKind, Tone> = {
  eventParked: 'bad',
  outOfRole: 'look',
  ruleNotKept: 'look',
  fork: 'bad',
  badChain: 'bad',
  badSignature: 'bad',
  trailOdd: 'bad',
  revokedDeviceCalls: 'look',
  signInLocked: 'look',
  clockFarOff: 'look',
  hubRestored: 'bad',
}

const icons: Partial<Record<AlarmKind, ReactNode>> = {
  signInLocked: <LockOutlined aria-hidden="true" />,
  clockFarOff: <ClockCircleOutlined aria-hidden="true" />,
}

export const AlarmKindSign = ({ kind }: Pick<Alarm, 'kind'>) => {
  const { t } = useTranslation()
  const icon =
    tones[kind] === 'bad' ? <ExclamationCircleFilled aria-hidden="true" /> : <WarningFilled aria-hidden="true" />
  return (
    <Sign tone={tones[kind]} icon={icons[kind] ?? icon}>
      {t(`alarmKind.${kind}`)}
    </Sign>
  )
}

export const AlarmStateSign = ({ state }: Pick<Alarm, 'state'>) => {
  const { t } = useTranslation()
  const open = state === 'open'
  return (
    <Sign
      tone={open ? 'look' : 'plain'}
      icon={open ? <ClockCircleOutlined aria-hidden="true" /> : <CheckCircleOutlined aria-hidden="true" />}
      testId="alarm-state"
    >
      {t(`alarmState.${state}`)}
    </Sign>
  )
}

/** What the PC said happened: 报损 · 过账. A forger's type may be none of ours: then it is told as unreadable. */
export const toldText = (t: TFunction, { told }: Pick<Alarm, 'told'>): string => {
  if (told === null) return ''
  if (told.type === 'lot.corrected') return t('alarms.toldLot')
  if (told.type === 'code.asked') return t('alarms.toldCode')
  const type = isDocumentType(told.documentType) ? t(`documentType.${told.documentType}`) : t('alarms.toldUnknown')
  const step = told.step === '' ? '' : t(`alarmStep.${told.step}`, { defaultValue: '' })
  return step === '' ? type : `${type} · ${step}`
}

/** Figures as they are, times as people read them. */
export const said = (params: Alarm['params']): Alarm['params'] =>
  typeof params.dataAt === 'string' ? { ...params, dataAt: shortTimeText(params.dataAt) } : params

/** A few words for the list: why, where there is a why; else what became of it. The rest stands beside the list. */
export const whyText = (t: TFunction, { kind, ground, params }: Pick<Alarm, 'kind' | 'ground' | 'params'>): string =>
  ground === null ? t(`alarmShort.${kind}`, said(params)) : t(`alarmGroundShort.${ground}`)

export const whoText = ({ userName, authorityName }: Pick<Alarm, 'userName' | 'authorityName'>): string =>
  [userName, authorityName].filter((name) => name !== '').join(' / ')

export const deviceText = (t: TFunction, { deviceLetter }: Pick<Alarm, 'deviceLetter'>): string =>
  deviceLetter === '' ? '' : t('alarms.device', { letter: deviceLetter })

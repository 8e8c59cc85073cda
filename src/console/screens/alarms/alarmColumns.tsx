/** The columns of the list of alarms: when, where, what, who and why; the rest stands beside it. */
import dayjs from 'dayjs'
import type { TFunction } from 'i18next'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alarm } from '../../../contract/schemas/alarm'
import { timeText } from '../../../ui/format'
import type { Column } from '../../parts/ListTable'
import { AlarmKindSign, deviceText, toldText, whoText, whyText } from './alarmWords'

export type OpenLink = ComponentType<{ row: Alarm; children: string }>

export const useAlarmColumns = (Open: OpenLink): Column<Alarm>[] => {
  const { t } = useTranslation()
  return [
    {
      key: 'at',
      title: t('alarms.at'),
      width: 94,
      render: (row) => <Open row={row}>{timeText(row.at)}</Open>,
      text: (row) => dayjs(row.at).format('YYYY-MM-DD HH:mm:ss'),
    },
    {
      key: 'kind',
      title: t('alarms.kind'),
      width: 150,
      render: (row) => <AlarmKindSign kind={row.kind} />,
      text: (row) => t(`alarmKind.${row.kind}`),
    },
    {
      key: 'store',
      title: t('alarms.where'),
      width: 128,
      render: (row) => (
        <span title={`${row.storeName} ${row.storeCode}`}>
          {row.storeName || t('alarms.hq')} <small className="muted">{row.deviceLetter}</small>
        </span>
      ),
      text: (row) => [row.storeName || t('alarms.hq'), deviceText(t, row)].filter((part) => part !== '').join(' '),
    },
    {
      key: 'who',
      title: t('alarms.who'),
      width: 84,
      render: (row) => whoText(row) || <span className="zero">—</span>,
      text: whoText,
    },
    {
      key: 'why',
      title: t('alarms.what'),
      render: (row) => <span title={whatText(t, row)}>{whatText(t, row)}</span>,
      text: (row) => [toldText(t, row), row.documentNumber, whyText(t, row)].filter((part) => part !== '').join(' '),
    },
  ]
}

const whatText = (t: TFunction, row: Alarm): string => {
  const [told, why] = [toldText(t, row), whyText(t, row)]
  return told === '' ? why : t('alarms.toldWhy', { told, why })
}

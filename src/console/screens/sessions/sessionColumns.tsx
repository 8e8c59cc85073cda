/** Columns of a session, the own ones and everybody's. The one this page itself is in is ended by signing out. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { timeText } from '../../../ui/format'
import { timeCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'
import type { Column } from '../../parts/ListTable'

type OwnSession = OutputOf<'account.sessions'>['sessions'][number]

export const useSessionColumns = <Row extends OwnSession>({ end }: { end(row: Row): ReactNode }): Column<Row>[] => {
  const { t } = useTranslation()
  return [
    {
      key: 'agent',
      title: t('sessions.agent'),
      render: ({ agent, own }) => (
        <>
          {agent === '' ? t('sessions.unknownAgent') : agent}{' '}
          {own ? (
            <Sign tone="busy" testId="this-session">
              {t('sessions.own')}
            </Sign>
          ) : null}
        </>
      ),
      text: ({ agent }) => agent,
    },
    {
      key: 'address',
      title: t('sessions.address'),
      width: 200,
      render: ({ address }) => <span className="code">{address}</span>,
      text: ({ address }) => address,
    },
    {
      key: 'startedAt',
      title: t('sessions.startedAt'),
      width: 150,
      align: 'right',
      render: ({ startedAt }) => timeText(startedAt),
      text: ({ startedAt }) => timeCell(startedAt),
    },
    {
      key: 'lastCallAt',
      title: t('sessions.lastCallAt'),
      width: 150,
      align: 'right',
      render: ({ lastCallAt }) => timeText(lastCallAt),
      text: ({ lastCallAt }) => timeCell(lastCallAt),
    },
    { key: 'end', title: t('sessions.act'), width: 96, align: 'right', render: (row) => (row.own ? null : end(row)) },
  ]
}

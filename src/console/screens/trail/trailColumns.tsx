/** The columns of the log: time, who and as what, where, what, how it ended, about which paper, under whose right. */
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { shortSecondText } from '../../../ui/format'
import { TrailSign } from '../../../ui/TrailSign'
import { aboutText, actText, placeText, rolesText, type TrailRow, trailKey, whoText } from '../../../ui/trail'
import { endOf, outcomeOf } from '../../../ui/trailOutcome'
import { patched } from '../../data/filters'
import { type Column, RowLink } from '../../parts/ListTable'

export const useTrailColumns = (): Column<TrailRow>[] => {
  const { t, i18n } = useTranslation()
  return [
    {
      key: 'at',
      title: t('trail.at'),
      width: 118,
      render: (row) => <span title={dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}>{shortSecondText(row.at)}</span>,
      text: (row) => dayjs(row.at).format('YYYY-MM-DD HH:mm:ss'),
    },
    {
      key: 'what',
      title: t('trail.what'),
      width: 204,
      render: (row) => <OpenLink row={row} />,
      text: (row) => actText(t, row),
    },
    {
      key: 'who',
      title: t('trail.who'),
      width: 210,
      render: (row) => (
        <>
          {whoText(t, i18n.language, row)}{' '}
          {row.roles.length > 0 ? <small className="muted">{rolesText(t, i18n.language, row.roles)}</small> : null}
        </>
      ),
      text: (row) => whoText(t, i18n.language, row),
    },
    {
      key: 'where',
      title: t('trail.where'),
      width: 170,
      render: (row) => placeText(t, row),
      text: (row) => placeText(t, row),
    },
    {
      key: 'number',
      title: t('trail.number'),
      width: 184,
      render: (row) => {
        const about = aboutText(t, row)
        return about === '' ? <span className="zero">—</span> : <span className="code">{about}</span>
      },
      text: (row) => aboutText(t, row),
    },
    {
      key: 'outcome',
      title: t('trail.result'),
      render: (row) => (
        <>
          <TrailSign row={row} />{' '}
          {endOf(row) === 'done' ? null : <span title={outcomeOf(t, row)}>{outcomeOf(t, row)}</span>}
        </>
      ),
      text: (row) => outcomeOf(t, row),
    },
    {
      key: 'lent',
      title: t('trail.lent'),
      width: 96,
      render: (row) => row.authorityName || row.authorityId,
      text: (row) => row.authorityName || row.authorityId,
    },
  ]
}

const OpenLink = ({ row }: { row: TrailRow }) => {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  return (
    <RowLink replace to={{ search: patched(params, { open: trailKey(row) }).toString() }}>
      {actText(t, row)}
    </RowLink>
  )
}

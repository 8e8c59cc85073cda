/** One line of the log, whole: who, where, under whose right and after which decisions, what it changed, its place in the chain. */
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { nameIn, timeText } from './format'
import { TrailSign } from './TrailSign'
import {
  changesOf,
  fieldText,
  knocksOf,
  namedValue,
  operationText,
  outcomeOf,
  placeText,
  rolesText,
  type TrailRow,
  triedFor,
  whoText,
} from './trail'

interface TrailDetailProps {
  row: TrailRow
  /** the paper it was about, as this side links to it */
  link: ReactNode
}

export const TrailDetail = ({ row, link }: TrailDetailProps) => {
  const { t, i18n } = useTranslation()
  const result = outcomeOf(t, row)
  const knocks = knocksOf(row)
  const tried = triedFor(i18n.language, row)
  return (
    <div className="trail-detail">
      <h2>
        {operationText(t, row.operation)} <TrailSign row={row} />
      </h2>
      {row.outcome === 'refused' ? <p className="trail-refusal">{result}</p> : null}
      <dl className="trail-facts">
        <Fact name={t('trail.at')}>{dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}</Fact>
        <Fact name={t('trail.who')}>{whoText(t, i18n.language, row)}</Fact>
        <Fact name={t('trail.roles')}>{rolesText(t, i18n.language, row.roles)}</Fact>
        <Fact name={t('trail.where')}>{placeText(t, row)}</Fact>
        {knocks ? <Fact name={t('trail.asked')}>{t('trail.knocks', knocks)}</Fact> : null}
        {tried === '' ? null : <Fact name={t('trail.tried')}>{tried}</Fact>}
        {row.documentId === '' ? null : <Fact name={t('trail.number')}>{link}</Fact>}
        {row.authorityId === '' ? null : (
          <Fact name={t('trail.authority')}>
            <b>{row.authorityName || row.authorityId}</b>
          </Fact>
        )}
        {row.approvals.length === 0 ? null : (
          <Fact name={t('trail.approvals')}>
            {row.approvals.map((one) => (
              <span key={`${one.level} ${one.userId}`} className="trail-approval">
                {t('trail.approval', {
                  level: t(`level.${one.level}`, { defaultValue: one.level }),
                  name: approverName(one, i18n.language),
                  time: timeText(one.at),
                })}
              </span>
            ))}
          </Fact>
        )}
        <Fact name={t('trail.position')}>
          <span className="code" title={row.logId}>
            {t('trail.positionText', { log: row.logId.slice(0, 8), seq: row.seq, hash: row.hash.slice(0, 12) })}
          </span>
        </Fact>
      </dl>
      <Changes row={row} />
    </div>
  )
}

const approverName = (one: TrailRow['approvals'][number], language: string): string =>
  nameIn(language, { name: one.userName || one.userId, nameEn: one.userNameEn })

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** Side by side; what was said only once, a reason, a scan, stands on the right. */
const Changes = ({ row }: { row: TrailRow }) => {
  const { t, i18n } = useTranslation()
  const say = (path: string, text: string): string => namedValue(t, i18n.language, { path, text, names: row.names })
  if (row.outcome === 'refused') return null
  // the paper's number stands above already
  const changes = changesOf(row.detail).filter(({ path, after }) => path !== 'number' || after !== row.number)
  if (changes.length === 0) return <p className="muted">{t('trail.noChanges')}</p>
  return (
    <table className="trail-changes" data-testid="trail-changes">
      <thead>
        <tr>
          <th scope="col">{t('trail.changes')}</th>
          <th scope="col">{t('trail.before')}</th>
          <th scope="col">{t('trail.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path} data-testid={`change-${change.path}`}>
            <th scope="row" title={change.path}>
              {fieldText(t, change.path)}
            </th>
            <td className="trail-before">{say(change.path, change.before)}</td>
            <td className={change.before === change.after ? '' : 'trail-after'}>{say(change.path, change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

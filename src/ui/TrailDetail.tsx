/** One line of the log, whole: who, where, under whose right and after which decisions, what it changed, its place in the chain. */
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Findings } from './FindingList'
import { nameIn, timeText } from './format'
import { TrailSign } from './TrailSign'
import {
  aboutText,
  actText,
  type Change,
  changesOf,
  factsOf,
  fieldText,
  knocksOf,
  namedValue,
  placeText,
  rolesText,
  type TrailRow,
  triedFor,
  whoText,
} from './trail'
import { endOf, foundIn, outcomeOf } from './trailOutcome'

interface TrailDetailProps {
  row: TrailRow
  /** the paper it was about, as this side links to it */
  link: ReactNode
}

export const TrailDetail = ({ row, link }: TrailDetailProps) => {
  const { t, i18n } = useTranslation()
  const result = outcomeOf(t, row)
  const end = endOf(row)
  const knocks = knocksOf(row)
  const tried = triedFor(i18n.language, row)
  return (
    <div className="trail-detail">
      <h2>
        {actText(t, row)} <TrailSign row={row} />
      </h2>
      {end === 'done' || end === 'found' ? null : <p className="trail-refusal">{result}</p>}
      <dl className="trail-facts">
        <Fact name={t('trail.at')}>{dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}</Fact>
        <Fact name={t('trail.who')}>{whoText(t, i18n.language, row)}</Fact>
        <Fact name={t('trail.roles')}>{rolesText(t, i18n.language, row.roles)}</Fact>
        <Fact name={t('trail.where')}>{placeText(t, row)}</Fact>
        {knocks ? <Fact name={t('trail.asked')}>{t('trail.knocks', knocks)}</Fact> : null}
        {tried === '' ? null : <Fact name={t('trail.tried')}>{tried}</Fact>}
        {row.documentId === '' ? <About text={aboutText(t, row)} /> : <Fact name={t('trail.number')}>{link}</Fact>}
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
      {row.outcome === 'done' && end !== 'found' ? <Said row={row} /> : null}
      {end === 'found' ? <Found row={row} /> : null}
    </div>
  )
}

const approverName = (one: TrailRow['approvals'][number], language: string): string =>
  nameIn(language, { name: one.userName || one.userId, nameEn: one.userNameEn })

/** No document of this shop to open; its number or name alone. */
const About = ({ text }: { text: string }) => {
  const { t } = useTranslation()
  return text === '' ? null : (
    <Fact name={t('trail.number')}>
      <span className="code">{text}</span>
    </Fact>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What a look of the program found, row by row, and how it came to look. */
const Found = ({ row }: { row: TrailRow }) => {
  const { t } = useTranslation()
  const found = foundIn(row)
  const why = typeof row.detail.why === 'string' ? t(`trailWhy.${row.detail.why}`, { defaultValue: '' }) : ''
  return (
    <>
      {why === '' ? null : <p>{why}</p>}
      {found.length === 0 ? <p className="muted">{t('trail.foundNothing')}</p> : <Findings problems={found} />}
    </>
  )
}

type Say = (path: string, text: string) => string

const Said = ({ row }: { row: TrailRow }) => {
  const { t, i18n } = useTranslation()
  const say: Say = (path, text) => namedValue(t, i18n.language, { path, text, names: row.names })
  const changes = changesOf(row.detail)
  // the paper's number stands above already
  const facts = factsOf(row.detail).filter(({ path, text }) => path !== 'number' || text !== row.number)
  return (
    <>
      {facts.length === 0 ? null : (
        <dl className="trail-facts" data-testid="trail-said">
          {facts.map(({ path, text }) => (
            <Fact key={path} name={fieldText(t, path)}>
              {say(path, text)}
            </Fact>
          ))}
        </dl>
      )}
      {changes.length === 0 && facts.length === 0 ? <p className="muted">{t('trail.noChanges')}</p> : null}
      {changes.length === 0 ? null : <Changes changes={changes} say={say} />}
    </>
  )
}

/** Side by side. */
const Changes = ({ changes, say }: { changes: readonly Change[]; say: Say }) => {
  const { t } = useTranslation()
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

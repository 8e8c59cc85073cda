/** The menu: one entry a page, or an area whose pages stand in a second row. No drop-down: those take no keyboard focus. */
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import type { Session } from '../../contract/operations/signIn'
import { useOpenAlarms } from '../data/alarms'
import { useWaiting } from '../data/inbox'
import { useKeepSearch, useLastSearch } from '../data/lastSearches'
import { type Entry, entriesFor, isAt } from './menu'

export const Menu = ({ session }: { session: Session }) => {
  const { t } = useTranslation()
  useKeepSearch(session.userId)
  return (
    <nav className="pages" aria-label={t('nav.main')}>
      {entriesFor(session).map((entry) => (
        <TopEntry key={entry.name} entry={entry} />
      ))}
    </nav>
  )
}

const TopEntry = ({ entry: { name, pages } }: { entry: Entry }) => {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const asLeft = useLastSearch()
  const here = pages.some((page) => isAt(page, pathname))
  return (
    <Link
      to={asLeft(pages[0]?.path ?? '/')}
      className={here ? 'active' : ''}
      aria-current={here ? 'page' : undefined}
      data-testid={pages[0]?.area ? `area-${name}` : `nav-${name}`}
    >
      {t(pages[0]?.area ? `area.${name}` : `nav.${name}`)}
      {name === 'inbox' ? <WaitingBadge /> : null}
      {pages.some((page) => page.name === 'alarms') ? <AlarmBadge testId="area-alarm-badge" /> : null}
    </Link>
  )
}

/** The pages of the area one is in; a single one needs no row. */
export const AreaRow = ({ session }: { session: Session }) => {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const asLeft = useLastSearch()
  const area = entriesFor(session).find(({ pages }) => pages[0]?.area && pages.some((page) => isAt(page, pathname)))
  if (!area) return null
  return (
    <nav className="area-row" aria-label={t(`area.${area.name}`)}>
      {area.pages.map((page) => (
        <Link
          key={page.name}
          to={asLeft(page.path)}
          aria-current={isAt(page, pathname) ? 'page' : undefined}
          data-testid={`nav-${page.name}`}
        >
          {t(`nav.${page.name}`)}
          {page.name === 'alarms' ? <AlarmBadge testId="alarm-badge" /> : null}
        </Link>
      ))}
    </nav>
  )
}

const WaitingBadge = () => {
  const { t } = useTranslation()
  return <Badge count={useWaiting()} words={t('inbox.waiting', { n: useWaiting() })} testId="inbox-badge" />
}

const AlarmBadge = ({ testId }: { testId: string }) => {
  const { t } = useTranslation()
  const open = useOpenAlarms() ?? 0
  return <Badge count={open} words={t('alarms.open', { n: open })} testId={testId} />
}

const Badge = ({ count, words, testId }: { count: number; words: string; testId: string }) =>
  count === 0 ? null : (
    <span className="nav-badge" data-testid={testId}>
      <span className="visually-hidden">{words}</span>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
    </span>
  )

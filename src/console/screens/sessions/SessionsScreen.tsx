/** 会话: who is signed in to the console, where and since when; who may ends one at once. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf, OutputOf } from '../../../contract/operations'
import { useClient, useCommand } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { ActDialog } from '../../parts/ActDialog'
import { ExportButton } from '../../parts/ExportButton'
import { Fact, Facts } from '../../parts/Facts'
import { FilterBar, SearchFilter } from '../../parts/FilterBar'
import { type Column, ListTable } from '../../parts/ListTable'
import { useSessionColumns } from './sessionColumns'

type Row = OutputOf<'session.list'>['sessions'][number]

const after = (page: OutputOf<'session.list'>) => page.next ?? undefined
const rowsOf = (page: OutputOf<'session.list'>): Row[] => page.sessions

export const SessionsScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const [ending, setEnding] = useState<Row | null>(null)
  const search = (params.get('q') ?? '').slice(0, 64)
  const input: InputOf<'session.list'> = search.trim() === '' ? {} : { search: search.trim() }
  const list = usePages('session.list', input, { after })
  const columns = useColumns(setEnding)
  return (
    <>
      <div className="page-head">
        <h1>{t('sessions.title')}</h1>
        <FilterBar onClear={search === '' ? undefined : () => change({ q: null })}>
          <SearchFilter value={search} hint={t('sessions.searchHint')} onChange={(q) => change({ q })} />
        </FilterBar>
        <div className="page-acts">
          <ExportButton<Row>
            name={t('sessions.title')}
            columns={columns}
            read={() => readAll(client, 'session.list', input, { after, rows: rowsOf })}
          />
        </div>
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('sessions.title')}
          testId="sessions"
          columns={columns}
          rows={list.pages.flatMap(rowsOf)}
          rowKey={({ sessionId }) => sessionId}
          rowTestId={({ userId }) => `session-row-${userId}`}
          stale={list.stale}
          more={list}
          keysHint={t('sessions.keys')}
          empty={<EmptyState title={t('sessions.empty')} hint={t('sessions.emptyHint')} />}
        />
      ) : null}
      <EndDialog row={ending} onClose={() => setEnding(null)} />
    </>
  )
}

const useColumns = (onEnd: (row: Row) => void): Column<Row>[] => {
  const { t, i18n } = useTranslation()
  const facts = useSessionColumns<Row>({
    end: (row) => (
      <Button size="small" data-testid="end-session" onClick={() => onEnd(row)}>
        {t('sessions.end')}
      </Button>
    ),
  })
  const nameOf = (row: Row): string => nameIn(i18n.language, { name: row.userName, nameEn: row.userNameEn })
  return [
    {
      key: 'user',
      title: t('sessions.user'),
      width: 250,
      render: (row) => (
        <>
          {nameOf(row)} <small className="muted code">{row.userId}</small>
        </>
      ),
      text: (row) => `${nameOf(row)} ${row.userId}`,
    },
    {
      key: 'totp',
      title: t('myAccount.totp'),
      width: 130,
      render: ({ totp }) => (
        <Sign tone={totp ? 'good' : 'plain'}>{t(totp ? 'myAccount.isOn' : 'myAccount.isOff')}</Sign>
      ),
      text: ({ totp }) => t(totp ? 'myAccount.isOn' : 'myAccount.isOff'),
    },
    ...facts,
  ]
}

const EndDialog = ({ row, onClose }: { row: Row | null; onClose(): void }) => {
  const { t, i18n } = useTranslation()
  const end = useCommand('session.end', { touches: ['session.list'], onDone: onClose })
  const close = (): void => {
    end.reset()
    onClose()
  }
  return (
    <ActDialog
      open={row !== null}
      title={t('sessions.endTitle')}
      act={t('sessions.end')}
      danger
      busy={end.isPending}
      error={end.isError ? end.error : null}
      testId="end-session"
      onAct={() => row && end.mutate({ sessionId: row.sessionId })}
      onClose={close}
    >
      <p className="act-words">{t('sessions.endWhy')}</p>
      {row ? (
        <Facts>
          <Fact name={t('sessions.user')}>{nameIn(i18n.language, { name: row.userName, nameEn: row.userNameEn })}</Fact>
          <Fact name={t('sessions.agent')}>{`${row.agent} · ${row.address}`}</Fact>
        </Facts>
      ) : null}
    </ActDialog>
  )
}

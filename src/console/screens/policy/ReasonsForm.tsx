/** The reasons people choose from: their words in both languages, the types they fit, and the account goods go to or come from. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, ConfigProvider, Input, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Reason, reasonAccounts } from '../../../contract/schemas/masterData'
import { documentTypes } from '../../../core/documents/states'
import { ExportButton } from '../../parts/ExportButton'
import { type Column, ListTable } from '../../parts/ListTable'
import type { FormProps } from './PolicyScreen'

type Row = Reason & { at: number }

const reasonsMax = 200

export const ReasonsForm = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  const set = (at: number, patch: Partial<Reason>): void =>
    change({ ...draft, reasons: draft.reasons.map((one, index) => (index === at ? { ...one, ...patch } : one)) })
  const add = (): void =>
    change({
      ...draft,
      reasons: [...draft.reasons, { code: '', name: '', nameEn: '', types: [], account: 'adjustment', active: true }],
    })
  const columns = useColumns(set)
  const rows = draft.reasons.map((one, at) => ({ ...one, at }))
  return (
    <>
      <div className="form-acts">
        <span className="muted form-acts-hint">{t('policy.reasonsHint')}</span>
        {/* reading it into a file changes nothing: also for who may only look */}
        <ConfigProvider componentDisabled={false}>
          <ExportButton<Row>
            name={t('policy.reasons')}
            columns={columns}
            read={() => Promise.resolve({ rows, cut: false })}
          />
        </ConfigProvider>
        <Button
          icon={<PlusOutlined aria-hidden="true" />}
          data-testid="reason-add"
          disabled={draft.reasons.length >= reasonsMax}
          onClick={add}
        >
          {t('policy.addReason')}
        </Button>
      </div>
      <ListTable
        label={t('policy.reasons')}
        testId="reasons"
        columns={columns}
        rows={rows}
        rowKey={({ at }) => String(at)}
        rowTestId={({ code }) => `reason-row-${code}`}
        rowClass={({ active }) => (active ? '' : 'row-off')}
        empty={null}
      />
    </>
  )
}

const useColumns = (set: (at: number, patch: Partial<Reason>) => void): Column<Row>[] => {
  const { t } = useTranslation()
  return [
    {
      key: 'code',
      title: t('policy.reasonCode'),
      width: 150,
      text: (row) => row.code,
      render: (row) => (
        <Input
          className="code"
          aria-label={t('policy.reasonCode')}
          data-testid={`reason-code-${row.at}`}
          maxLength={32}
          value={row.code}
          onChange={(event) => set(row.at, { code: event.target.value.toUpperCase().replace(/[^A-Z0-9-]/g, '') })}
        />
      ),
    },
    {
      key: 'name',
      title: t('policy.reasonName'),
      width: 160,
      text: (row) => row.name,
      render: (row) => (
        <Input
          aria-label={`${t('policy.reasonName')} ${row.code}`}
          data-testid={`reason-name-${row.at}`}
          maxLength={40}
          value={row.name}
          onChange={(event) => set(row.at, { name: event.target.value })}
        />
      ),
    },
    {
      key: 'nameEn',
      title: t('policy.reasonNameEn'),
      width: 190,
      text: (row) => row.nameEn,
      render: (row) => (
        <Input
          aria-label={`${t('policy.reasonNameEn')} ${row.code}`}
          data-testid={`reason-name-en-${row.at}`}
          maxLength={60}
          value={row.nameEn}
          onChange={(event) => set(row.at, { nameEn: event.target.value })}
        />
      ),
    },
    {
      key: 'types',
      title: t('policy.reasonTypes'),
      text: (row) => row.types.map((type) => t(`documentType.${type}`)).join(t('policyProblem.and')),
      render: (row) => (
        <Select
          mode="multiple"
          aria-label={`${t('policy.reasonTypes')} ${row.code}`}
          data-testid={`reason-types-${row.at}`}
          style={{ width: '100%' }}
          maxTagCount="responsive"
          value={row.types}
          options={documentTypes.map((type) => ({ value: type, label: t(`documentType.${type}`) }))}
          onChange={(types) => set(row.at, { types })}
        />
      ),
    },
    {
      key: 'account',
      title: t('policy.reasonAccount'),
      text: (row) => t(`account.${row.account}`),
      width: 112,
      render: (row) => (
        <Select
          aria-label={`${t('policy.reasonAccount')} ${row.code}`}
          style={{ width: 96 }}
          value={row.account}
          options={reasonAccounts.map((account) => ({ value: account, label: t(`account.${account}`) }))}
          onChange={(account) => set(row.at, { account })}
        />
      ),
    },
    {
      key: 'active',
      title: t('policy.reasonActive'),
      text: (row) => t(`policyValue.${row.active}`),
      width: 76,
      render: (row) => (
        <Switch
          size="small"
          aria-label={`${t('policy.reasonActive')} ${row.code}`}
          checked={row.active}
          onChange={(active) => set(row.at, { active })}
        />
      ),
    },
  ]
}

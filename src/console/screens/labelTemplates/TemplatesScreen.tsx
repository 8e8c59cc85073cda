/** 标签模板: HQ's, each with its state, whom it is for, and how many stores have it. */
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChainTemplateView } from '../../../contract/schemas/chainTemplate'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState } from '../../../ui/states'
import { beatMs } from '../../data/pages'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { askedAtOnce, ListFrame } from '../../parts/ListFrame'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { PriceParts } from '../prices/PriceParts'
import { NewTemplateDialog } from './NewTemplateDialog'
import { audienceText, type Places, sizeText, stateText, TemplateSign } from './templateSigns'

const noPlaces: Places = { regions: [], stores: [] }

export const TemplatesScreen = () => {
  const { t } = useTranslation()
  const list = useOperation('chainTemplate.list', {}, { refetchIntervalMs: beatMs })
  const rows = list.data?.templates ?? []
  const columns = useColumns(list.data ?? noPlaces)
  const mayShare = useCan('chainTemplate.save')
  const [isNew, setNew] = useState(false)
  return (
    <ListFrame
      title={t('prices.title')}
      acts={
        <>
          <ExportButton<ChainTemplateView>
            name={t('templates.title')}
            columns={columns}
            read={async () => ({ rows, cut: false })}
          />
          {mayShare ? (
            <OperationButton
              operation="chainTemplate.save"
              type="primary"
              icon={<PlusOutlined aria-hidden="true" />}
              label={t('templates.new')}
              testId="new-template"
              onClick={() => setNew(true)}
            />
          ) : null}
        </>
      }
      filters={null}
      parts={<PriceParts current="templates" />}
      asked={askedAtOnce(list)}
    >
      <ListTable
        label={t('templates.title')}
        testId="templates"
        columns={columns}
        rows={rows}
        rowKey={({ templateId }) => templateId}
        rowTestId={({ template }) => `template-row-${template.name}`}
        rowData={({ state }) => ({ 'data-state': state })}
        empty={
          <EmptyState
            title={t('templates.empty')}
            hint={t(mayShare ? 'templates.emptyHint' : 'templates.emptyReader')}
          />
        }
      />
      {isNew ? <NewTemplateDialog templates={rows} onClose={() => setNew(false)} /> : null}
    </ListFrame>
  )
}

const useColumns = (places: Places): Column<ChainTemplateView>[] => {
  const { t } = useTranslation()
  const here = useHere()
  return [
    {
      key: 'name',
      title: t('templates.name'),
      width: 250,
      render: (row) => (
        <RowLink to={`/prices/templates/${row.templateId}`} state={here}>
          {row.template.name}
        </RowLink>
      ),
      text: (row) => row.template.name,
    },
    {
      key: 'kind',
      title: t('templates.kind'),
      width: 110,
      render: (row) => t(`labelEditor.labelKinds.${row.template.kind}`),
      text: (row) => t(`labelEditor.labelKinds.${row.template.kind}`),
    },
    { key: 'size', title: t('templates.size'), width: 96, render: sizeText, text: sizeText },
    {
      key: 'state',
      title: t('filter.state'),
      width: 200,
      render: (row) => <TemplateSign {...row} />,
      text: (row) => stateText(t, row),
    },
    {
      key: 'audience',
      title: t('templates.audience'),
      render: (row) => (row.state === 'published' ? audienceText(t, row.audience, places) : '—'),
      text: (row) => (row.state === 'published' ? audienceText(t, row.audience, places) : ''),
    },
    {
      key: 'stores',
      title: t('templates.storesHave'),
      width: 110,
      align: 'right',
      render: (row) => <StoresHave template={row} />,
      text: (row) => (row.state === 'published' ? `${row.storesHave}/${row.storesTotal}` : ''),
    },
    {
      key: 'by',
      title: t('templates.last'),
      width: 210,
      render: (row) => (
        <>
          {row.publishedAt === null ? row.savedByName : row.publishedByName}{' '}
          <small className="muted">{timeText(row.publishedAt ?? row.savedAt)}</small>
        </>
      ),
      text: (row) =>
        row.publishedAt === null
          ? `${row.savedByName} ${timeText(row.savedAt)}`
          : `${row.publishedByName} ${timeText(row.publishedAt)}`,
    },
  ]
}

export const StoresHave = ({ template }: { template: ChainTemplateView }) => {
  const { state, storesHave, storesTotal } = template
  if (state !== 'published') return <span className="muted">—</span>
  return (
    <b className={storesHave < storesTotal ? 'warn' : undefined} data-testid="stores-have">
      {storesHave} / {storesTotal}
    </b>
  )
}

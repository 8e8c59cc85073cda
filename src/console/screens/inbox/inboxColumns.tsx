/** The columns of the list of waiting papers: few, because the paper itself stands beside it. */
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { valueCell } from '../../../ui/sheet'
import { agePart } from '../../ages/age'
import type { Waiting } from '../../data/inbox'
import type { Column } from '../../parts/ListTable'
import { signedValue, typeName } from '../documents/documentColumns'

export const useInboxColumns = (Open: ComponentType<{ row: Waiting }>): Column<Waiting>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const columns: (Column<Waiting> | false)[] = [
    {
      key: 'type',
      title: t('documents.type'),
      width: 76,
      render: (row) => typeName(t, row),
      text: (row) => typeName(t, row),
    },
    {
      key: 'number',
      title: t('documents.number'),
      width: 178,
      render: (row) => <Open row={row} />,
      text: (row) => row.number,
    },
    {
      key: 'store',
      title: t('documents.place'),
      render: (row) => <span title={row.warehouseName}>{row.storeName || row.warehouseName}</span>,
      text: (row) => row.storeName || row.warehouseName,
    },
    withCost && {
      key: 'value',
      title: t('documents.value'),
      width: 84,
      align: 'right',
      render: (row) => valueText(signedValue(row)),
      text: (row) => valueCell(signedValue(row)),
    },
    {
      key: 'waiting',
      title: t('inbox.waitingFor'),
      width: 78,
      align: 'right',
      render: (row) => <WaitingAge seconds={row.waitingSeconds} />,
      text: (row) => agePartText(t, row.waitingSeconds),
    },
  ]
  return columns.filter((column) => column !== false)
}

/** A paper that waits longer than a day is somebody standing still. */
const lateSeconds = 24 * 3600

const agePartText = (t: ReturnType<typeof useTranslation>['t'], seconds: number): string => {
  const { unit, n } = agePart(seconds)
  return t(`left.${unit}`, { n })
}

export const WaitingAge = ({ seconds }: { seconds: number }) => {
  const { t } = useTranslation()
  return <span className={seconds >= lateSeconds ? 'bad' : undefined}>{agePartText(t, seconds)}</span>
}

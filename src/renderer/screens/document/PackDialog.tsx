/** Cases or pieces? Loud, once, with both figures; arrows and Enter. Nothing is chosen beforehand, and nothing was added yet. */
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { quantityText } from '../../../core/quantity/quantity'
import { type Column, DataGrid, nextIndex } from '../../../ui/DataGrid'
import { Dialog } from '../../../ui/Dialog'
import type { PackAsk } from './usePackDoubt'

type Meant = 'said' | 'other'
interface Row {
  meant: Meant
  figure: string
  words: string
}

export const PackDialog = ({ ask }: { ask: PackAsk }) => {
  const { t } = useTranslation()
  const [current, setCurrent] = useState<Meant | null>(null)
  const { name, unit, doubt, answer } = ask
  const { expected, packName, packFactor } = doubt
  const rows = rowsOf(t, ask)
  const at = rows.findIndex(({ meant }) => meant === current)
  const move = (by: number): void => setCurrent(rows[nextIndex(rows.length, at, by)]?.meant ?? null)
  const take = (row: Row | undefined): void => {
    if (row) answer(row.meant)
  }
  return (
    <Dialog
      open
      title={t('packDoubt.title', { name })}
      onClose={() => answer(null)}
      scope="pickDialog"
      keys={{ up: () => move(-1), down: () => move(1), pick: () => take(rows[at]) }}
      width={560}
      testId="pack-dialog"
    >
      <p className="look" role="alert">
        {t('packDoubt.size', { packName, factor: quantityText(packFactor), unit })}
        {expected === null ? '' : t('packDoubt.expected', { expected: quantityText(expected), unit })}
      </p>
      <p className="muted">{t('packDoubt.hint')}</p>
      <div className="pick-grid pick-two">
        <DataGrid
          label={t('packDoubt.title', { name })}
          testId="pack"
          columns={columns(t)}
          rows={rows}
          rowKey={({ meant }) => meant}
          currentKey={current}
          onCurrentChange={(key) => setCurrent(key as Meant)}
          onOpen={(row) => take(row)}
          empty={null}
        />
      </div>
    </Dialog>
  )
}

/** The pieces stand beside the cases they come to, so that nobody has to multiply. */
const rowsOf = (t: TFunction, { unit, doubt: { said, other, packName, packFactor } }: PackAsk): Row[] =>
  ([['said', said] as const, ['other', other] as const] satisfies [Meant, number][]).map(([meant, quantity]) => ({
    meant,
    figure: `${quantityText(quantity)} ${unit}`,
    words:
      quantity % packFactor === 0
        ? t('packDoubt.asPacks', { count: quantity / packFactor, packName })
        : t('packDoubt.asPieces', { unit }),
  }))

const columns = (t: TFunction): Column<Row>[] => [
  { key: 'figure', title: t('packDoubt.figure'), width: 200, render: ({ figure }) => <b>{figure}</b> },
  { key: 'words', title: t('packDoubt.means'), render: ({ words }) => words },
]

/** One code, several products or packs: arrows and Enter, and the draft remembers it. Nothing is chosen beforehand. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScanCandidate } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import { type Column, DataGrid, nextIndex } from '../../../ui/DataGrid'
import { Dialog } from '../../../ui/Dialog'
import { nameIn } from '../../../ui/format'
import type { ChoiceAsk } from './useProductChoice'

const keyOf = ({ sku, packName }: ScanCandidate): string => `${sku} ${packName}`

export const ChoiceDialog = ({ ask }: { ask: ChoiceAsk }) => {
  const { t, i18n } = useTranslation()
  const [current, setCurrent] = useState<string | null>(null)
  const { code, candidates, answer } = ask
  const at = candidates.findIndex((one) => keyOf(one) === current)
  const move = (by: number): void => {
    const next = candidates[nextIndex(candidates.length, at, by)]
    if (next) setCurrent(keyOf(next))
  }
  const take = (one: ScanCandidate | undefined): void => {
    if (one) answer({ sku: one.sku, packName: one.packName })
  }
  return (
    <Dialog
      open
      title={t('choice.title', { code })}
      onClose={() => answer(null)}
      scope="pickDialog"
      keys={{ up: () => move(-1), down: () => move(1), pick: () => take(candidates[at]) }}
      width={720}
      testId="choice-dialog"
    >
      <p className="muted">{t('choice.hint')}</p>
      <div className="pick-grid">
        <DataGrid
          label={t('choice.title', { code })}
          testId="choice"
          columns={choiceColumns(t, i18n.language)}
          rows={candidates}
          rowKey={keyOf}
          currentKey={current}
          onCurrentChange={setCurrent}
          onOpen={take}
          empty={null}
        />
      </div>
    </Dialog>
  )
}

const choiceColumns = (
  t: (key: string, values?: Record<string, unknown>) => string,
  language: string,
): Column<ScanCandidate>[] => [
  { key: 'sku', title: t('stock.sku'), width: 116, render: (row) => <span className="code">{row.sku}</span> },
  {
    key: 'name',
    title: t('stock.name'),
    render: (row) => (
      <>
        {nameIn(language, row)} <span className="muted">{row.spec}</span>
      </>
    ),
  },
  {
    key: 'pack',
    title: t('choice.each'),
    width: 110,
    render: (row) => `${row.packName} ${quantityText(row.packFactor)} ${row.unit}`.trim(),
  },
  { key: 'rule', title: t('choice.rule'), width: 110, render: (row) => t(`rules.${row.rule}`) },
]

/** A box before each line of the review. Space ticks the current line, Ctrl+A all that are shown and planned. */
import { Checkbox } from 'antd'
import type { TFunction } from 'i18next'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import type { Column } from '../../../ui/DataGrid'
import { nameIn } from '../../../ui/format'
import { lineKey } from './reviewColumns'

interface Marked {
  keys: ReadonlySet<string>
  toggle(line: StocktakeLineView): void
}

export const markColumn = (t: TFunction, language: string, { keys, toggle }: Marked): Column<StocktakeLineView> => ({
  key: 'mark',
  title: t('stocktakes.mark'),
  width: 60,
  align: 'center',
  render: (line) => (
    <Checkbox
      tabIndex={-1}
      checked={keys.has(lineKey(line))}
      onChange={() => toggle(line)}
      aria-label={`${t('stocktakes.mark')} ${nameIn(language, line)} ${line.lot}`.trim()}
    />
  ),
})

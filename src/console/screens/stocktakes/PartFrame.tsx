/** 盘点's lists stand alike: a new plan above, the parts as links with the file of what is listed at their end. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ExportButton } from '../../parts/ExportButton'
import { type Asked, ListFrame } from '../../parts/ListFrame'
import type { Column } from '../../parts/ListTable'
import { type PartProps, PlanButton } from './StocktakesScreen'
import { Tabs } from './Tabs'

interface PartFrameProps<Row> extends PartProps {
  /** of this part, in the reader's words */
  name: string
  columns: readonly Column<Row>[]
  /** everything that is listed, for a file */
  readAll(): Promise<{ rows: readonly Row[]; cut: boolean }>
  filters: ReactNode
  asked: Asked
  children: ReactNode
}

export const PartFrame = <Row,>({
  tabs,
  tab,
  name,
  columns,
  readAll,
  filters,
  asked,
  children,
}: PartFrameProps<Row>) => {
  const { t } = useTranslation()
  const parts = (
    <Tabs label={t('stocktakes.parts')} tabs={tabs} tab={tab}>
      <ExportButton<Row> name={`${t('stocktakes.title')}-${name}`} columns={columns} read={readAll} />
    </Tabs>
  )
  return (
    <ListFrame title={t('stocktakes.title')} acts={<PlanButton />} filters={filters} parts={parts} asked={asked}>
      {children}
    </ListFrame>
  )
}

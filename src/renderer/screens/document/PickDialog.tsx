/** F4: a product found by pinyin initials, name or code, with what lies there; Enter takes it with the quantity beside it. */
import { SearchOutlined } from '@ant-design/icons'
import { Alert, Input, type InputRef } from 'antd'
import type { TFunction } from 'i18next'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '../../../contract/operations/stock'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'
import { useClient, useOperation } from '../../../ui/client'
import { type Column, DataGrid, nextIndex } from '../../../ui/DataGrid'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { nameIn } from '../../../ui/format'
import { EmptyState } from '../../../ui/states'
import { shownCode, useDialogScans } from '../../scanning/scanning'
import { playSound } from '../../scanning/sounds'
import type { Meaning } from '../../scanning/useIdentify'
import { useDelayed } from '../useDelayed'

interface PickDialogProps {
  header: Pick<DocumentHeader, 'warehouseCode'>
  /** another question than "which goods, how many": which product a code is of, and a code of that product answers it */
  linking?: { title: string; quantity: string }
  onPick(sku: string, quantity: number): void
  onClose(): void
}

const shownRows = 50

export const PickDialog = ({ header, linking, onPick, onClose }: PickDialogProps) => {
  const { t, i18n } = useTranslation()
  const { title, quantity: asked } = linking ?? { title: t('pick.title'), quantity: t('pick.quantity') }
  const [typed, setTyped] = useState('')
  const [quantity, setQuantity] = useState('1')
  const [at, setAt] = useState(0)
  const [scanned, setScanned] = useState<Scanned>(nothingScanned)
  const count = useRef<InputRef>(null)
  const rows = useProducts(header.warehouseCode, useDelayed(typed.trim()))
  const columns = useMemo(() => pickColumns(t, i18n.language), [t, i18n.language])
  // a scanned product is taken as itself alone, also while the list still shows what was searched before
  const here = scanned.sku === null ? Math.min(at, rows.length - 1) : rows.findIndex(({ sku }) => sku === scanned.sku)
  const row = rows[here]
  const goTo = (index: number): void => {
    setScanned(nothingScanned)
    setAt(index)
  }
  const search = (text: string): void => {
    setTyped(text)
    goTo(0)
  }
  usePickScans(linking !== undefined, (next) => {
    if (next.sku !== null) search(next.sku)
    setScanned(next)
    if (next.sku !== null) count.current?.focus({ cursor: 'all' })
  })
  const take = (): void => {
    const thousandths = parseQuantity(quantity)
    if (row && thousandths !== null && thousandths > 0) onPick(row.sku, thousandths)
    else playSound('error')
  }
  /** From the search on to the quantity; from the quantity into the document. */
  const onSearchEnter = (event: KeyboardEvent): void => {
    event.preventDefault()
    if (row) count.current?.focus({ cursor: 'all' })
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      scope="pickDialog"
      keys={{ up: () => goTo(nextIndex(rows.length, here, -1)), down: () => goTo(nextIndex(rows.length, here, 1)) }}
      width={820}
      testId="pick-dialog"
    >
      <div className="pick-line">
        <Input
          autoFocus
          data-autofocus
          allowClear
          prefix={<SearchOutlined />}
          maxLength={64}
          value={typed}
          onChange={(event) => search(event.target.value)}
          onPressEnter={onSearchEnter}
          placeholder={t('stock.search')}
          aria-label={t('stock.search')}
          data-testid="pick-search"
        />
        <div className="pick-count">
          {asked}
          <Input
            ref={count}
            className="pick-quantity"
            aria-label={asked}
            value={quantity}
            inputMode="decimal"
            onChange={(event) => /^\d{0,6}(\.\d{0,3})?$/.test(event.target.value) && setQuantity(event.target.value)}
            onPressEnter={(event) => {
              event.preventDefault()
              take()
            }}
            data-testid="pick-quantity"
          />
        </div>
        <span className="muted">{t(linking ? 'pick.linkHint' : 'pick.hint')}</span>
      </div>
      {scanned.problem ? (
        <Alert className="dialog-problem" type="error" showIcon title={scanned.problem} data-testid="pick-problem" />
      ) : null}
      <div className="pick-grid">
        <DataGrid
          label={t('pick.title')}
          testId="pick"
          columns={columns}
          rows={rows}
          rowKey={(one) => one.sku}
          currentKey={row?.sku ?? null}
          onCurrentChange={(key) => goTo(rows.findIndex((one) => one.sku === key))}
          onOpen={() => count.current?.focus({ cursor: 'all' })}
          empty={
            typed.trim() === '' ? (
              <EmptyState title={t('pick.empty')} hint={t('pick.emptyHint')} />
            ) : (
              <EmptyState title={t('stock.empty', { search: typed.trim() })} hint={t('stock.emptyHint')} />
            )
          }
        />
      </div>
    </Dialog>
  )
}

/** The product of the code that was scanned here, or why there is none. */
interface Scanned {
  sku: string | null
  problem: string
}
const nothingScanned: Scanned = { sku: null, problem: '' }

/** A code scanned into the question which product another one is of. */
const usePickScans = (enabled: boolean, onScanned: (scanned: Scanned) => void): void => {
  const { t } = useTranslation()
  const client = useClient()
  useDialogScans(async (scan) => {
    const answer = await client.call('scan.identify', { scan, where: 'documents' }, scan.scanId)
    const sku = answer.ok && answer.value.meaning.kind === 'product' ? answer.value.meaning.sku : null
    playSound(sku === null ? 'error' : 'ok')
    const code = shownCode(scan)
    if (!answer.ok) onScanned({ sku, problem: errorText(t, answer.error) })
    else onScanned({ sku, problem: sku === null ? noProductWords(t, answer.value.meaning, code) : '' })
  }, enabled)
}

const noProductWords = (t: TFunction, meaning: Meaning, code: string): string => {
  if (meaning.kind !== 'products') return t('pick.notAProduct', { code })
  const names = meaning.products.map(({ name }) => name).join(t('scanning.and'))
  return t('scanning.severalProducts', { code, names })
}

/** One row a product: where the search finds it in several warehouses, the document's own comes first. */
const useProducts = (warehouseCode: string, search: string): StockRow[] => {
  const answer = useOperation(
    'stock.list',
    { limit: shownRows * 4, search },
    { enabled: search !== '', keepPrevious: true },
  )
  return useMemo(() => {
    if (search === '') return []
    const bySku = new Map<string, StockRow>()
    for (const row of answer.data?.rows ?? [])
      if (!bySku.has(row.sku) || row.warehouseCode === warehouseCode) bySku.set(row.sku, row)
    return [...bySku.values()].slice(0, shownRows)
  }, [answer.data, search, warehouseCode])
}

const pickColumns = (t: (key: string) => string, language: string): Column<StockRow>[] => [
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
    key: 'barcode',
    title: t('stock.barcode'),
    width: 130,
    render: (row) => <span className="code muted">{row.barcode}</span>,
  },
  { key: 'onHand', title: t('stock.onHand'), width: 76, align: 'right', render: (row) => quantityText(row.onHand) },
  { key: 'unit', title: t('stock.unit'), width: 52, align: 'center', render: (row) => row.unit },
]

/**
 * Links a code to a product or a pack of it, for every store. What the stores propose stands there already; who has the code
 * now is said, and sharing it has to be ticked.
 */
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeRequest } from '../../../contract/schemas/codeRequest'
import { productCodeKinds } from '../../../core/barcode/productCode'
import { useCommand } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { ActDialog } from '../../parts/ActDialog'
import { QuantityField } from '../../parts/FigureField'
import { ChoiceField, Field, TextField } from '../../parts/fields'
import { ProductPicker } from '../../parts/ProductPicker'
import { productText, proposalsOf } from './codeColumns'

const onePiece = 1000

interface Chosen {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
}

export const LinkDialog = ({ request, onEnd }: { request: CodeRequest; onEnd(): void }) => {
  const { t } = useTranslation()
  const { code } = request
  const [first] = proposalsOf(request)
  const [product, setProduct] = useState<Chosen | null>(first ?? null)
  const [packFactor, setPackFactor] = useState<number | null>(first?.packFactor ?? onePiece)
  const [packName, setPackName] = useState('')
  const [kind, setKind] = useState(request.kind)
  const [shared, setShared] = useState(false)
  const link = useCommand('codeRequest.link', { touches: ['codeRequest.list'], onDone: onEnd })
  const isPack = packFactor !== onePiece
  const others = request.holders.filter((one) => one.sku !== product?.sku || one.packFactor !== packFactor)
  const notYet =
    product === null ||
    packFactor === null ||
    packFactor === 0 ||
    (isPack && packName.trim() === '') ||
    (others.length > 0 && !shared)
  const act = (): void => {
    if (product === null || packFactor === null) return
    const named = isPack ? packName.trim() : ''
    link.mutate({ code, sku: product.sku, kind, packFactor, packName: named, ...(shared ? { shared } : {}) })
  }
  return (
    <ActDialog
      open
      title={t('codes.linkTitle', { code })}
      act={t('codes.link')}
      notYet={notYet}
      busy={link.isPending}
      error={link.error}
      testId="code-link-dialog"
      width={600}
      onAct={act}
      onClose={onEnd}
    >
      <p className="act-words">{t('codes.linkHint')}</p>
      <ProductChoice product={product} onChange={setProduct} />
      <div className="field-row">
        <Field label={t('codes.packFactor')} required>
          <QuantityField
            label={t('codes.packFactor')}
            testId="code-pack-factor"
            value={packFactor}
            unit={product?.unit}
            width={140}
            autoFocus={product !== null}
            onChange={setPackFactor}
          />
        </Field>
        {isPack ? (
          <TextField
            label={t('codes.packName')}
            testId="code-pack-name"
            value={packName}
            max={10}
            required
            placeholder={t('codes.packNameHint')}
            onChange={setPackName}
          />
        ) : null}
        <ChoiceField
          label={t('codes.kindName')}
          testId="code-kind"
          value={kind}
          options={productCodeKinds.map((one) => ({ value: one, label: t(`codes.kind.${one}`) }))}
          onChange={(value) => setKind(value as typeof kind)}
        />
      </div>
      {others.length > 0 ? <Others others={others} shared={shared} onShare={setShared} /> : null}
    </ActDialog>
  )
}

const ProductChoice = ({ product, onChange }: { product: Chosen | null; onChange(product: Chosen | null): void }) => {
  const { t, i18n } = useTranslation()
  return (
    <Field label={t('codes.product')} required>
      {product === null ? (
        <ProductPicker onPick={onChange} focusRef={(picker: { focus(): void } | null) => picker?.focus()} />
      ) : (
        <div className="code-product" data-testid="code-product" data-sku={product.sku}>
          <b>{nameIn(i18n.language, product)}</b> {product.spec} <span className="code muted">{product.sku}</span>
          <Button size="small" data-testid="code-other-product" onClick={() => onChange(null)}>
            {t('codes.change')}
          </Button>
        </div>
      )}
    </Field>
  )
}

interface OthersProps {
  others: CodeRequest['holders']
  shared: boolean
  onShare(shared: boolean): void
}

const Others = ({ others, shared, onShare }: OthersProps) => {
  const { t, i18n } = useTranslation()
  return (
    <div className="code-taken" data-testid="code-taken">
      <p>
        {t('codes.takenBy')} {others.map((one) => productText(t, i18n.language, one)).join(' / ')}
      </p>
      <Checkbox checked={shared} data-testid="code-share" onChange={(event) => onShare(event.target.checked)}>
        {t('codes.share')}
      </Checkbox>
    </div>
  )
}

/** How goods that were sent and did not arrive end: how many, in which of the five ways, and why. */
import { Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferView } from '../../../contract/schemas/transfer'
import { type SettlementWay, settlementWays } from '../../../core/documents/rule'
import { quantityText } from '../../../core/quantity/quantity'
import { useCommand } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { ActDialog } from '../../parts/ActDialog'
import { Fact, Facts } from '../../parts/Facts'
import { QuantityField } from '../../parts/FigureField'
import { Field } from '../../parts/fields'

interface SettleDialogProps {
  transfer: TransferView
  /** the line to settle; null: closed */
  lineNo: number | null
  onClose(): void
}

export const SettleDialog = ({ transfer, lineNo, onClose }: SettleDialogProps) => {
  const { t, i18n } = useTranslation()
  const line = transfer.lines.find((one) => one.lineNo === lineNo)
  const [quantity, setQuantity] = useState<number | null>(null)
  // nobody's goods are sent again or written off by a choice nobody made
  const [way, setWay] = useState<SettlementWay | null>(null)
  const settle = useCommand('transfer.settle', {
    touches: ['transfer.get', 'transfer.list', 'document.list', 'stock.list'],
    onDone: onClose,
  })
  const open = line?.inTransitQuantity ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly opened line starts with all of its difference
  useEffect(() => {
    setQuantity(open)
    setWay(null)
    settle.reset()
  }, [lineNo])
  const act = (note: string): void => {
    if (line && way !== null && quantity !== null && quantity > 0)
      settle.mutate({ transferId: transfer.transferId, lineNo: line.lineNo, quantity, way, note })
  }
  return (
    <ActDialog
      open={line !== undefined}
      title={t('transfer.settleTitle', { name: line ? `${nameIn(i18n.language, line)} ${line.spec}` : '' })}
      act={t('transfer.settle')}
      reason="optional"
      notYet={way === null}
      busy={settle.isPending}
      error={settle.isError ? settle.error : null}
      testId="settle-dialog"
      width={560}
      onAct={act}
      onClose={onClose}
    >
      {line ? (
        <>
          <Facts>
            <Fact name={t('transfers.sent')}>{quantityText(line.sentQuantity)}</Fact>
            <Fact name={t('transfers.received')}>{quantityText(line.receivedQuantity)}</Fact>
            <Fact name={t('transfers.settled')}>{quantityText(line.settledQuantity)}</Fact>
            <Fact name={t('transfer.openDifference')}>
              <b className="look">{quantityText(open)}</b>
            </Fact>
          </Facts>
          <Field label={t('transfer.settleQuantity')}>
            <QuantityField
              label={t('transfer.settleQuantity')}
              testId="settle-quantity"
              value={quantity}
              unit={line.unit}
              width={140}
              autoFocus
              onChange={setQuantity}
            />
          </Field>
          <Ways way={way} onChange={setWay} />
        </>
      ) : null}
    </ActDialog>
  )
}

const Ways = ({ way, onChange }: { way: SettlementWay | null; onChange(way: SettlementWay): void }) => {
  const { t } = useTranslation()
  return (
    <fieldset className="ways">
      <legend>{t('transfer.way')}</legend>
      <Radio.Group value={way} onChange={(event) => onChange(event.target.value)}>
        {settlementWays.map((one) => (
          <Radio key={one} value={one} data-testid={`way-${one}`}>
            <b>{t(`settlement.${one}`)}</b> <small className="muted">{t(`settlementHint.${one}`)}</small>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  )
}

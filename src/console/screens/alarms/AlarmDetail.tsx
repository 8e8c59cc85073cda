/** One alarm: what it means, what the PC told and in whose name, what HQ did with it, and what somebody noted. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Alarm, AlarmView } from '../../../contract/schemas/alarm'
import { cutOperation, oddRowsOperation } from '../../../core/lookFound'
import { useOperation } from '../../../ui/client'
import { Findings } from '../../../ui/FindingList'
import { timeText, valueText } from '../../../ui/format'
import { keyOf } from '../../../ui/keyMap'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { quantityCell } from '../../../ui/sheet'
import { trailKey } from '../../../ui/trail'
import { useHere } from '../../parts/cameFrom'
import { Fact, Facts, Named, orDash } from '../../parts/Facts'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { Refusal } from '../../parts/Refusal'
import { AlarmKindSign, AlarmStateSign, deviceText, said, toldText } from './alarmWords'
import { canRetry } from './useRetry'

interface AlarmActs {
  alarm: Alarm
  onClose(alarm: Alarm): void
  onRetry(alarm: Alarm): void
}

export const AlarmDetail = ({ alarm, onClose, onRetry }: AlarmActs) => {
  const { t } = useTranslation()
  const answer = useOperation('alarm.get', { alarmId: alarm.alarmId })
  return (
    <article className="inbox-detail" data-testid="alarm-detail" data-kind={alarm.kind} aria-label={t('alarms.detail')}>
      <div className="inbox-detail-head">
        <div className="document-title">
          <AlarmKindSign kind={alarm.kind} />
          <AlarmStateSign state={alarm.state} />
          <Acts alarm={alarm} onClose={onClose} onRetry={onRetry} />
        </div>
        <p className="alarm-meaning">{t(`alarmMeaning.${alarm.kind}`, said(alarm.params))}</p>
        {alarm.ground === null ? null : (
          <p className="alarm-why" data-testid="alarm-why">
            {t(`alarmGround.${alarm.ground}`)}
          </p>
        )}
        <AlarmFacts alarm={alarm} view={answer.data} />
      </div>
      <div className="inbox-detail-body">
        <Refusal error={answer.error} />
        {answer.data && answer.data.goods.length > 0 ? <Goods view={answer.data} /> : null}
        {answer.data && isOfLook(alarm) ? <Found view={answer.data} /> : null}
        <p className="muted">{t(`alarmDo.${alarm.kind}`)}</p>
        {alarm.state === 'closed' ? <Closed alarm={alarm} /> : null}
        <Technical alarm={alarm} />
      </div>
    </article>
  )
}

const Acts = ({ alarm, onClose, onRetry }: AlarmActs) => {
  const { t } = useTranslation()
  if (alarm.state === 'closed') return null
  return (
    <div className="document-acts">
      {canRetry(alarm) ? (
        <OperationButton
          operation="alarm.retry"
          label={t('alarms.retry')}
          keyName={keyOf('alarms', 'retry')}
          testId="alarm-retry"
          onClick={() => onRetry(alarm)}
        />
      ) : null}
      <OperationButton
        operation="alarm.close"
        type="primary"
        label={t('alarms.close')}
        keyName={keyOf('alarms', 'close')}
        testId="alarm-close"
        onClick={() => onClose(alarm)}
      />
    </div>
  )
}

const AlarmFacts = ({ alarm, view }: { alarm: Alarm; view: AlarmView | undefined }) => {
  const { t } = useTranslation()
  const { told } = alarm
  return (
    <Facts>
      <Fact name={t('alarms.store')}>
        {alarm.storeCode === '' ? t('alarms.hq') : <Named name={alarm.storeName} code={alarm.storeCode} />}
      </Fact>
      <Fact name={t('alarms.pc')}>{orDash(deviceText(t, alarm))}</Fact>
      <Fact name={t('alarms.at')}>
        {timeText(alarm.at)}
        {alarm.lastAt === alarm.at ? null : (
          <small className="muted"> {t('alarms.again', { time: timeText(alarm.lastAt) })}</small>
        )}
      </Fact>
      {told === null && alarm.userId === '' ? null : (
        <Fact name={t(told === null ? 'alarms.who' : 'alarms.toldBy')}>
          <Named name={alarm.userName === alarm.userId ? '' : alarm.userName} code={alarm.userId} />
        </Fact>
      )}
      {told === null ? null : (
        <>
          <Fact name={t('alarms.told')}>{orDash(toldText(t, alarm))}</Fact>
          <Fact name={t('alarms.number')}>
            <PaperNumber alarm={alarm} />
          </Fact>
          <Fact name={t('alarms.toldAt')}>{timeText(told.occurredAt)}</Fact>
          {alarm.authorityName === '' ? null : <Fact name={t('alarms.lender')}>{alarm.authorityName}</Fact>}
          {told.storeCode === '' || told.storeCode === alarm.storeCode ? null : (
            <Fact name={t('alarms.toldStore')}>
              <b className="bad code">{told.storeCode}</b>
            </Fact>
          )}
        </>
      )}
      {view?.value === null || view === undefined ? null : (
        <Fact name={t('alarms.value')}>
          <b>{valueText(view.value)}</b>
        </Fact>
      )}
    </Facts>
  )
}

/** Only a paper HQ has can be opened; a number alone is the PC's word. */
const PaperNumber = ({ alarm }: { alarm: Alarm }) => {
  const here = useHere()
  const mayOpen = useCan('document.get')
  if (!alarm.documentKnown || !mayOpen) return <span className="code">{orDash(alarm.documentNumber)}</span>
  return (
    <Link className="code" to={`/documents/${alarm.documentId}`} state={here}>
      {alarm.documentNumber}
    </Link>
  )
}

const Goods = ({ view }: { view: AlarmView }) => {
  const { t } = useTranslation()
  const columns: Column<AlarmView['goods'][number] & { place: number }>[] = [
    {
      key: 'name',
      title: t('alarms.goods'),
      render: (row) => row.name || <span className="bad">{t('alarms.goodsUnknown')}</span>,
      text: (row) => row.name,
    },
    {
      key: 'sku',
      title: t('document.sku'),
      width: 92,
      render: (row) => <span className="code">{row.sku}</span>,
      text: (row) => row.sku,
    },
    { key: 'lot', title: t('field.lot'), width: 90, render: (row) => orDash(row.lot), text: (row) => row.lot },
    {
      key: 'quantity',
      title: t('documents.quantity'),
      width: 90,
      align: 'right',
      render: (row) => <Quantity value={row.quantity} />,
      text: (row) => quantityCell(row.quantity),
    },
  ]
  const rows = view.goods.map((one, place) => ({ ...one, place }))
  return (
    <section>
      <h2 className="alarm-head">
        {t(view.parked ? 'alarms.toldGoodsParked' : 'alarms.toldGoods', { n: view.goodsTotal })}
      </h2>
      <ListTable
        label={t('alarms.goods')}
        testId="alarm-goods"
        columns={columns}
        rows={rows}
        rowKey={({ place }) => String(place)}
        rowTestId={({ sku }) => `alarm-goods-${sku}`}
        empty={null}
      />
    </section>
  )
}

const isOfLook = ({ ground }: Alarm): boolean => ground === 'rowsOdd' || ground === 'trailCut'

/** What the PC, or HQ, found when it looked at its own file, and where its log says so. */
const Found = ({ view }: { view: AlarmView }) => {
  const { t } = useTranslation()
  const { findings, findingsTotal } = view
  const more = findingsTotal - findings.length
  return (
    <section data-testid="alarm-findings">
      <h2 className="alarm-head">
        {t('alarms.findings', { n: findingsTotal })} <LineLink alarm={view} />
      </h2>
      {findings.length === 0 ? <p className="muted">{t('trail.foundNothing')}</p> : <Findings problems={findings} />}
      {more > 0 ? <p className="muted">{t('trail.verifyMore', { n: more })}</p> : null}
    </section>
  )
}

const LineLink = ({ alarm }: { alarm: Alarm }) => {
  const { t } = useTranslation()
  const here = useHere()
  if (!useCan('trail.search')) return null
  const { logId, seq, storeCode } = alarm
  const search = new URLSearchParams({
    op: alarm.ground === 'rowsOdd' ? oddRowsOperation : cutOperation,
    ...(storeCode === '' ? {} : { store: storeCode }),
    open: trailKey({ logId, seq }),
  })
  return (
    <Link to={`/trail?${search.toString()}`} state={here} data-testid="alarm-line">
      {t('alarms.line', { seq })}
    </Link>
  )
}

const Closed = ({ alarm }: { alarm: Alarm }) => {
  const { t } = useTranslation()
  return (
    <section data-testid="alarm-note">
      <h2 className="alarm-head">{t('alarms.closed')}</h2>
      <p>
        <span className="muted">{timeText(alarm.closedAt)}</span> {alarm.closedByName}
      </p>
      <p>{alarm.note === '' ? t('alarms.closedBooked') : alarm.note}</p>
    </section>
  )
}

/** For whoever maintains the program: the check's own words and the place in the log. Folded; people need neither. */
const Technical = ({ alarm }: { alarm: Alarm }) => {
  const { t } = useTranslation()
  if (alarm.logId === '' && alarm.reason === '') return null
  return (
    <details className="alarm-technical">
      <summary>{t('alarms.technical')}</summary>
      {alarm.reason === '' ? null : <p className="code">{alarm.reason}</p>}
      <p className="code">
        {alarm.logId} / {alarm.seq}
      </p>
    </details>
  )
}

/** One unknown code: what it looks like, who has it already, and every store that asked with what it proposes. */
import { useTranslation } from 'react-i18next'
import type { CodeRequest } from '../../../contract/schemas/codeRequest'
import { timeText } from '../../../ui/format'
import { keyOf } from '../../../ui/keyMap'
import { OperationButton } from '../../../ui/OperationButton'
import { Sign } from '../../../ui/states'
import { Fact, Facts } from '../../parts/Facts'
import { type Column, ListTable } from '../../parts/ListTable'
import type { Deciding } from './CodesScreen'
import { answerText, productText } from './codeColumns'

type Question = CodeRequest['questions'][number]

interface CodeDetailProps {
  request: CodeRequest
  onDecide(deciding: Deciding): void
}

export const CodeDetail = ({ request, onDecide }: CodeDetailProps) => {
  const { t, i18n } = useTranslation()
  const { code, answer, holders } = request
  return (
    <article className="inbox-detail" data-testid="code-detail" aria-label={t('codes.detail')}>
      <div className="inbox-detail-head">
        <div className="document-title">
          <h2 className="code">{code}</h2>
          <CheckSign request={request} />
          {request.state === 'open' ? <Acts request={request} onDecide={onDecide} /> : null}
        </div>
        <Facts>
          <Fact name={t('codes.kindName')}>{t(`codes.kind.${request.kind}`)}</Fact>
          <Fact name={t('codes.asked')}>{timeText(request.firstAt)}</Fact>
          <Fact name={t('codes.heldBy')}>
            {holders.length === 0
              ? t('codes.nobody')
              : holders.map((one) => productText(t, i18n.language, one)).join(' / ')}
          </Fact>
        </Facts>
        {answer ? (
          <p className="alarm-meaning" data-testid="code-answer">
            {answerText(t, request)}{' '}
            <span className="muted">
              {answer.userName} {timeText(answer.at)}
            </span>
          </p>
        ) : null}
      </div>
      <div className="inbox-detail-body">
        <Questions request={request} />
      </div>
    </article>
  )
}

const CheckSign = ({ request: { checkDigitGood } }: { request: CodeRequest }) => {
  const { t } = useTranslation()
  if (checkDigitGood === null) return <Sign tone="plain">{t('codes.checkNone')}</Sign>
  return <Sign tone={checkDigitGood ? 'good' : 'bad'}>{t(checkDigitGood ? 'codes.checkGood' : 'codes.checkBad')}</Sign>
}

const Acts = ({ request, onDecide }: CodeDetailProps) => {
  const { t } = useTranslation()
  return (
    <div className="document-acts">
      <OperationButton
        operation="codeRequest.link"
        type="primary"
        label={t('codes.link')}
        keyName={keyOf('codes', 'link')}
        testId="code-link"
        onClick={() => onDecide({ act: 'link', request })}
      />
      <OperationButton
        operation="codeRequest.refuse"
        label={t('codes.refuse')}
        keyName={keyOf('codes', 'refuse')}
        testId="code-refuse"
        onClick={() => onDecide({ act: 'refuse', request })}
      />
    </div>
  )
}

const Questions = ({ request }: { request: CodeRequest }) => {
  const { t, i18n } = useTranslation()
  const proposal = (row: Question): string => (row.proposal ? productText(t, i18n.language, row.proposal) : '')
  const columns: Column<Question>[] = [
    {
      key: 'store',
      title: t('codes.stores'),
      width: 96,
      render: (row) => row.storeName,
      text: (row) => row.storeName,
    },
    {
      key: 'times',
      title: t('codes.times'),
      width: 52,
      align: 'right',
      render: (row) => row.times,
      text: (row) => String(row.times),
    },
    {
      key: 'proposal',
      title: t('codes.proposal'),
      render: (row) => (
        <>
          {proposal(row) || <span className="muted">{t('codes.noProposal')}</span>}
          {row.note === '' ? null : <small className="muted"> “{row.note}”</small>}
        </>
      ),
      text: proposal,
    },
    {
      key: 'who',
      title: t('codes.who'),
      width: 220,
      render: (row) => (
        <>
          {row.userName} <small className="code muted">{row.number}</small>
        </>
      ),
      text: (row) => `${row.userName} ${row.number}`,
    },
  ]
  return (
    <ListTable
      label={t('codes.stores')}
      testId="code-questions"
      columns={columns}
      rows={request.questions}
      rowKey={({ storeCode }) => storeCode}
      rowTestId={({ storeCode }) => `code-question-${storeCode}`}
      empty={null}
    />
  )
}

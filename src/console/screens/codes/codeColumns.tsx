/** The columns of the list of unknown codes, and the few words a proposal and an answer are said in. */
import dayjs from 'dayjs'
import type { TFunction } from 'i18next'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeRequest } from '../../../contract/schemas/codeRequest'
import { quantityText } from '../../../core/quantity/quantity'
import { nameIn, timeText } from '../../../ui/format'
import type { Column } from '../../parts/ListTable'

export type OpenLink = ComponentType<{ row: CodeRequest; children: string }>

type Proposal = NonNullable<CodeRequest['questions'][number]['proposal']>

/** Each product and pack once, however many stores propose it. */
export const proposalsOf = ({ questions }: CodeRequest): Proposal[] => {
  const all = questions.flatMap(({ open, proposal }) => (open && proposal ? [proposal] : []))
  const isSame = (one: Proposal, other: Proposal): boolean =>
    one.sku === other.sku && one.packFactor === other.packFactor
  return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at)
}

export const packText = (
  t: TFunction,
  { packFactor, unit, packName = '' }: { packFactor: number; unit: string; packName?: string },
): string =>
  [packName, t('codes.pack', { factor: quantityText(packFactor), unit })].filter((word) => word !== '').join(' = ')

export const productText = (t: TFunction, language: string, one: Proposal & { packName?: string }): string =>
  `${nameIn(language, one)} ${one.spec} · ${packText(t, one)}`

export const answerText = (t: TFunction, { answer }: CodeRequest): string => {
  if (answer === null) return ''
  return answer.decision === 'linked' ? t('codes.linkedTo', answer) : t('codes.refused', answer)
}

const askedText = (t: TFunction, { questions }: CodeRequest): string =>
  t('codes.storesAsked', { stores: questions.length, times: questions.reduce((sum, { times }) => sum + times, 0) })

const proposalText = (t: TFunction, language: string, row: CodeRequest): string =>
  proposalsOf(row)
    .map((one) => productText(t, language, one))
    .join(' / ')

export const useCodeColumns = (state: '' | 'answered', Open: OpenLink): Column<CodeRequest>[] => {
  const { t, i18n } = useTranslation()
  const middle: Column<CodeRequest> =
    state === 'answered'
      ? {
          key: 'answer',
          title: t('codes.answer'),
          render: (row) => answerText(t, row),
          text: (row) => answerText(t, row),
        }
      : {
          key: 'proposal',
          title: t('codes.proposal'),
          render: (row) =>
            proposalText(t, i18n.language, row) || <span className="muted">{t('codes.noProposal')}</span>,
          text: (row) => proposalText(t, i18n.language, row),
        }
  return [
    {
      key: 'code',
      title: t('codes.code'),
      width: 150,
      render: (row) => <Open row={row}>{row.code}</Open>,
      text: (row) => row.code,
    },
    middle,
    {
      key: 'stores',
      title: t('codes.stores'),
      width: 120,
      render: (row) => askedText(t, row),
      text: (row) => row.questions.map(({ storeName }) => storeName).join(' '),
    },
    {
      key: 'asked',
      title: t('codes.asked'),
      width: 94,
      render: (row) => timeText(row.firstAt),
      text: (row) => dayjs(row.firstAt).format('YYYY-MM-DD HH:mm:ss'),
    },
  ]
}

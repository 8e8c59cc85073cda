/**
 * Ctrl+N: which paper, then its header. Only types that are on and that this user may write are offered; one that always
 * comes from an order or a transfer is not, because it is opened there.
 */
import { Alert, Button, InputNumber, Select, Space } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { documentRules } from '../../../core/documents'
import type { DocumentType } from '../../../core/documents/states'
import { quantityText } from '../../../core/quantity/quantity'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { EmptyState, LoadingState } from '../../../ui/states'
import { playSound } from '../../scanning/sounds'
import { confirmKey } from '../document/confirmKey'
import { type AskedField, startedInStore } from '../document/faces'
import { HeaderFields, type HeaderValues } from '../document/HeaderFields'
import { type Choices, useChoices } from '../document/useChoices'
import { typeIcons } from './typeIcons'

interface NewDocumentDialogProps {
  /** begun from elsewhere with its type known: the cards are left out */
  type?: DocumentType
  onClose(): void
}

interface RecipeChoice {
  recipeCode?: string
  recipeTimes?: number
}

export const NewDocumentDialog = ({ type: given, onClose }: NewDocumentDialogProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const choices = useChoices()
  const types = offeredTypes(choices)
  const [chosen, setChosen] = useState<DocumentType | null>(given ?? null)
  const [values, setValues] = useState<HeaderValues>({})
  const [warehouseCode, setWarehouse] = useState<string | undefined>()
  const [recipe, setRecipe] = useState<RecipeChoice>({})
  const cards = useRef<HTMLDivElement>(null)
  const create = useCommand('document.create', {
    touches: ['document.list'],
    onDone: ({ documentId }) => {
      playSound('ok')
      onClose()
      void navigate(`/documents/${documentId}`)
    },
    onRefused: () => playSound('error'),
  })
  const confirm = (): void => {
    if (chosen && !create.isPending)
      create.mutate({ type: chosen, ...filled(values), ...recipe, ...(warehouseCode ? { warehouseCode } : {}) })
  }
  const choose = (type: DocumentType): void => {
    setChosen(type)
    setValues({})
    setRecipe({})
    create.reset()
  }
  const step = (by: number): unknown => (chosen === null ? moveFocus(cards.current, by) : false)
  const back = (): void => (chosen !== null && !given ? setChosen(null) : onClose())
  return (
    <Dialog
      open
      title={chosen ? `${t('documents.create')} · ${t(`documentType.${chosen}`)}` : t('documents.create')}
      onClose={back}
      scope="newDialog"
      keys={{ previous: () => step(-1), next: () => step(1), up: () => step(-3), down: () => step(3), confirm }}
      width={680}
      testId="new-dialog"
      footer={
        chosen ? (
          <Space>
            <Button onClick={back}>{t(given ? 'common.cancel' : 'documents.otherType')}</Button>
            <Button type="primary" loading={create.isPending} onClick={confirm} data-testid="new-confirm">
              {t('documents.begin')}
              <KeyCap name="Ctrl+Enter" />
            </Button>
          </Space>
        ) : (
          <span className="muted">{t('documents.fromSource')}</span>
        )
      }
    >
      {choices ? null : <LoadingState />}
      {choices && !chosen ? <TypeCards cards={cards} types={types} onChoose={choose} /> : null}
      {choices && chosen ? (
        <>
          <p className="muted">{t(`typeHint.${chosen}`)}</p>
          <div onKeyDownCapture={confirmKey(confirm)}>
            <OwnWarehouse choices={choices} value={warehouseCode} onChange={setWarehouse} />
            {chosen === 'repack' ? <Recipe choices={choices} value={recipe} onChange={setRecipe} /> : null}
          </div>
          <HeaderFields
            type={chosen}
            choices={choices}
            values={values}
            required={requiredOf(chosen, choices)}
            first={firstField(chosen)}
            onChange={setValues}
            onConfirm={confirm}
          />
        </>
      ) : null}
      {create.isError ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={errorText(t, refusalOf(create.error))}
          data-testid="new-problem"
        />
      ) : null}
    </Dialog>
  )
}

const offeredTypes = (choices: Choices | undefined): DocumentType[] =>
  (choices?.types ?? [])
    .filter(({ type, enabled, may }) => enabled && may.includes('create') && startedInStore(type))
    .map(({ type }) => type)

const requiredOf = (type: DocumentType, choices: Choices): readonly AskedField[] => [
  ...documentRules[type].header,
  ...(choices.types.find((one) => one.type === type)?.requiredFields ?? []),
]

const firstField = (type: DocumentType): AskedField =>
  documentRules[type].header.find((field) => field !== 'source') ?? 'note'

/** An empty field says nothing rather than "empty". */
const filled = (values: HeaderValues): HeaderValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as HeaderValues

const moveFocus = (cards: HTMLDivElement | null, by: number): void => {
  const buttons = [...(cards?.querySelectorAll('button') ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[Math.min(buttons.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus()
}

interface TypeCardsProps {
  cards: React.RefObject<HTMLDivElement | null>
  types: readonly DocumentType[]
  onChoose(type: DocumentType): void
}

const TypeCards = ({ cards, types, onChoose }: TypeCardsProps) => {
  const { t } = useTranslation()
  if (types.length === 0) return <EmptyState title={t('documents.noTypes')} hint={t('documents.noTypesHint')} />
  return (
    <div className="type-cards" ref={cards}>
      {types.map((type, index) => (
        <button
          key={type}
          type="button"
          className="type-card"
          // biome-ignore lint/a11y/noAutofocus: the window was just opened for this choice
          autoFocus={index === 0}
          data-autofocus={index === 0}
          onClick={() => onChoose(type)}
          data-testid={`new-${type}`}
        >
          <span className="type-icon">{typeIcons[type]}</span>
          <b>{t(`documentType.${type}`)}</b>
          <small>{t(`typeHint.${type}`)}</small>
        </button>
      ))}
    </div>
  )
}

interface OwnWarehouseProps {
  choices: Choices
  value: string | undefined
  onChange(code: string): void
}

/** Asked for only where the store has more than one. */
const OwnWarehouse = ({ choices, value, onChange }: OwnWarehouseProps) => {
  const { t } = useTranslation()
  const own = choices.warehouses.filter((warehouse) => warehouse.own)
  if (own.length < 2) return null
  return (
    <div className="header-fields">
      <div className="header-field">
        <span>{t('work.warehouse')}</span>
        <Select
          value={value ?? own[0]?.code}
          aria-label={t('work.warehouse')}
          onChange={onChange}
          options={own.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
          data-testid="input-warehouse"
        />
      </div>
    </div>
  )
}

interface RecipeProps {
  choices: Choices
  value: RecipeChoice
  onChange(value: RecipeChoice): void
}

const Recipe = ({ choices, value, onChange }: RecipeProps) => {
  const { t } = useTranslation()
  return (
    <div className="header-fields">
      <div className="header-field">
        <span>{t('documents.recipe')}</span>
        <Select
          allowClear
          value={value.recipeCode}
          placeholder={t('documents.noRecipe')}
          aria-label={t('documents.recipe')}
          onChange={(recipeCode?: string) =>
            onChange(recipeCode ? { recipeCode, recipeTimes: value.recipeTimes ?? 1 } : {})
          }
          options={choices.recipes.map((one) => ({
            value: one.code,
            label: `${one.name} × ${quantityText(one.quantity)}`,
          }))}
          data-testid="input-recipe"
        />
      </div>
      {value.recipeCode ? (
        <div className="header-field">
          <span>{t('documents.recipeTimes')}</span>
          <InputNumber
            min={1}
            max={9999}
            precision={0}
            value={value.recipeTimes ?? 1}
            aria-label={t('documents.recipeTimes')}
            onChange={(recipeTimes) => onChange({ ...value, recipeTimes: recipeTimes ?? 1 })}
            data-testid="input-recipe-times"
          />
        </div>
      ) : null}
    </div>
  )
}

/** What can be said of the chosen block: where it stands, how large, and what it shows; only what its kind has. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  aligns,
  fontWeights,
  inks,
  type LabelBlock,
  type LabelRow,
  matrixSources,
  type TenthsBox,
  textFields,
} from '../../core/labels/labelTemplate'
import { Choice, Millimetres, Words } from './fields'

interface PropertiesProps {
  block: LabelBlock
  readOnly: boolean
  /** `what`: which property, so that typing a number is one step back */
  onChange(block: LabelBlock, what: string): void
}

const boxMost = 2000
const sizeMost = 400

export const BlockProperties = (props: PropertiesProps) => (
  <>
    <BoxFields {...props} />
    <OwnFields {...props} />
  </>
)

const BoxFields = ({ block, readOnly, onChange }: PropertiesProps) => {
  const { t } = useTranslation()
  const set = (side: keyof TenthsBox, value: number): void =>
    onChange({ ...block, box: { ...block.box, [side]: value } }, side)
  return (
    <div className="editor-pairs">
      {(['x', 'y', 'w', 'h'] as const).map((side) => (
        <Millimetres
          key={side}
          label={t(`labelEditor.${side}`)}
          value={block.box[side]}
          most={boxMost}
          disabled={readOnly}
          onChange={(value) => set(side, value)}
          testId={`editor-${side}`}
        />
      ))}
    </div>
  )
}

/** Sizes by the name of the property they set. */
const sizesOf = (block: LabelBlock): readonly string[] => {
  switch (block.kind) {
    case 'name':
      return ['max10', 'min10']
    case 'field':
    case 'words':
      return ['size10']
    case 'rows':
      return ['size10', 'pitch10']
    case 'price':
      return ['max10', 'unit10']
    case 'bars':
      return ['digits10']
    default:
      return []
  }
}

const OwnFields = ({ block, readOnly, onChange }: PropertiesProps) => {
  const { t } = useTranslation()
  const set = (part: object, what: string): void => onChange({ ...block, ...part } as LabelBlock, what)
  const common = { disabled: readOnly }
  return (
    <>
      {block.kind === 'words' ? (
        <Words
          {...common}
          label={t('labelEditor.text')}
          value={block.text}
          max={60}
          onChange={(text) => set({ text }, 'text')}
          testId="editor-text"
        />
      ) : null}
      {block.kind === 'field' ? (
        <Choice
          {...common}
          label={t('labelEditor.field')}
          value={block.field}
          values={textFields}
          nameOf={(field) => t(`labelEditor.fields.${field}`)}
          onChange={(field) => set({ field }, '')}
          testId="editor-field"
        />
      ) : null}
      {block.kind === 'matrix' ? (
        <Choice
          {...common}
          label={t('labelEditor.source')}
          value={block.source}
          values={matrixSources}
          nameOf={(source) => t(`labelEditor.sources.${source}`)}
          onChange={(source) => set({ source }, '')}
          testId="editor-source"
        />
      ) : null}
      {block.kind === 'rows' ? (
        <Rows rows={block.rows} readOnly={readOnly} onChange={(rows, what) => set({ rows }, what)} />
      ) : null}
      <div className="editor-pairs">
        {sizesOf(block).map((name) => (
          <Millimetres
            {...common}
            key={name}
            label={t(`labelEditor.sizes.${name}`)}
            value={(block as unknown as Record<string, number>)[name] ?? 0}
            least={10}
            most={sizeMost}
            step={1}
            onChange={(value) => set({ [name]: value }, name)}
            testId={`editor-${name}`}
          />
        ))}
        {block.kind === 'rule' ? (
          <Millimetres
            {...common}
            label={t('labelEditor.thickness')}
            value={block.thickness10}
            least={1}
            most={20}
            step={1}
            onChange={(thickness10) => set({ thickness10 }, 'thickness10')}
            testId="editor-thickness"
          />
        ) : null}
        {'align' in block ? (
          <Choice
            {...common}
            label={t('labelEditor.align')}
            value={block.align}
            values={aligns}
            nameOf={(align) => t(`labelEditor.aligns.${align}`)}
            onChange={(align) => set({ align }, '')}
            testId="editor-align"
          />
        ) : null}
        {'weight' in block ? (
          <Choice
            {...common}
            label={t('labelEditor.weight')}
            value={block.weight}
            values={fontWeights}
            nameOf={(weight) => t(`labelEditor.weights.${weight}`)}
            onChange={(weight) => set({ weight }, '')}
            testId="editor-weight"
          />
        ) : null}
        {'ink' in block ? (
          <Choice
            {...common}
            label={t('labelEditor.ink')}
            value={block.ink}
            values={inks}
            nameOf={(ink) => t(`labelEditor.inks.${ink}`)}
            onChange={(ink) => set({ ink }, '')}
            testId="editor-ink"
          />
        ) : null}
      </div>
      <Hint kind={block.kind} />
    </>
  )
}

/** What happens when there is nothing to show, or too much: it is the template's rule, not the operator's choice. */
const hinted: ReadonlySet<LabelBlock['kind']> = new Set(['name', 'field', 'rows', 'price', 'bars', 'matrix', 'rule'])

const Hint = ({ kind }: { kind: LabelBlock['kind'] }) => {
  const { t } = useTranslation()
  return hinted.has(kind) ? <p className="muted editor-hint">{t(`labelEditor.hints.${kind}`)}</p> : null
}

const rowsMost = 10

interface RowsProps {
  rows: readonly LabelRow[]
  readOnly: boolean
  onChange(rows: LabelRow[], what: string): void
}

const Rows = ({ rows, readOnly, onChange }: RowsProps) => {
  const { t } = useTranslation()
  const set = (at: number, part: Partial<LabelRow>, what: string): void =>
    onChange(
      rows.map((row, index) => (index === at ? { ...row, ...part } : row)),
      what,
    )
  return (
    <fieldset className="editor-rows">
      <legend>{t('labelEditor.rows')}</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else of their own
        <div key={at} className="editor-row">
          <Words
            label={t('labelEditor.caption', { row: at + 1 })}
            value={row.caption}
            max={20}
            disabled={readOnly}
            onChange={(caption) => set(at, { caption }, `caption${at}`)}
            testId={`editor-caption-${at}`}
          />
          <Choice
            label={t('labelEditor.fieldOf', { row: at + 1 })}
            value={row.field}
            values={textFields}
            nameOf={(field) => t(`labelEditor.fields.${field}`)}
            disabled={readOnly}
            onChange={(field) => set(at, { field }, '')}
            testId={`editor-row-field-${at}`}
          />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            disabled={readOnly || rows.length === 1}
            aria-label={t('labelEditor.removeRow', { row: at + 1 })}
            onClick={() =>
              onChange(
                rows.filter((_, index) => index !== at),
                '',
              )
            }
            data-testid={`editor-row-remove-${at}`}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={readOnly || rows.length >= rowsMost}
        onClick={() => onChange([...rows, { caption: '', field: 'spec' }], '')}
        data-testid="editor-row-add"
      >
        {t('labelEditor.addRow')}
      </Button>
    </fieldset>
  )
}

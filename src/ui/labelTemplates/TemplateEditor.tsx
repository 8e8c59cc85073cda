/**
 * The editor of a label template, for the store's screen and the console: blocks on the left, the chosen one's properties in
 * the middle, the label as it prints on the right. Its host keeps the template; give it a `key` of the template it opens.
 */
import { Alert, Button, Radio } from 'antd'
import type { TFunction } from 'i18next'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelBlocksMax } from '../../contract/schemas/labelTemplate'
import type { LabelDpi } from '../../core/labels/labelLayout'
import type { LabelBlock, LabelBlockKind, LabelTemplate } from '../../core/labels/labelTemplate'
import { templateHints } from '../../core/labels/templateHints'
import { KeyCap } from '../KeyCap'
import { keyOf } from '../keyMap'
import { keyName, useKeys } from '../keys'
import { AddBlockDialog } from './AddBlockDialog'
import { BlockList, type Trouble } from './BlockList'
import { BlockProperties } from './BlockProperties'
import { blockTitle } from './blockWords'
import {
  type Arrangement,
  addableKinds,
  blockOfWarning,
  blocksOf,
  faultsOf,
  nudged,
  placedBlock,
  replaced,
  resized,
  shifted,
  shownAlone,
  whyKept,
  withBlocks,
  without,
} from './edits'
import { LabelProperties } from './LabelProperties'
import { type DrawnTemplate, type DrawTemplate, TemplatePreview, useDrawn } from './TemplatePreview'
import { useHistory } from './useHistory'

export interface TemplateEditorProps {
  template: LabelTemplate
  onChange(template: LabelTemplate): void
  /** draws what it is given with sample content, by the engine that prints */
  preview: DrawTemplate
  readOnly?: boolean
}

const stepTenths = 5

export const TemplateEditor = ({ template, onChange, preview, readOnly = false }: TemplateEditorProps) => {
  const { t } = useTranslation()
  const [wanted, setArrangement] = useState<Arrangement>('usual')
  const [chosen, setSelected] = useState(0)
  const [dpi, setDpi] = useState<LabelDpi>(203)
  const [isAdding, setAdding] = useState(false)
  // the block that was added without a free place, until it is changed
  const [crowded, setCrowded] = useState<LabelBlock | null>(null)
  const [list, stage, middle] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLElement>(null)]
  const history = useHistory(template, onChange)
  const arrangement = template.wideCodeBlocks ? wanted : 'usual'
  const blocks = blocksOf(template, arrangement)
  // undoing an addition takes the chosen block away
  const selected = Math.min(chosen, blocks.length)
  const block = blocks[selected - 1]
  const shown = useShown(template, arrangement)
  const answered = useDrawn(shown, dpi, preview)
  const troubles = troublesIn(t, template, arrangement, answered.drawn)
  const setBlocks = (next: LabelBlock[], what: string): void => {
    if (!readOnly) history.edit(withBlocks(template, arrangement, next), what && `${arrangement} ${what}`)
  }
  const setBlock = (next: LabelBlock, what: string): void =>
    setBlocks(replaced(blocks, selected - 1, next), what && `${selected} ${what}`)
  const kept = block ? whyKept(template, blocks, selected - 1) : null
  const canAdd = !readOnly && blocks.length < labelBlocksMax
  const canRemove = !readOnly && block !== undefined && kept === null
  const remove = (): void => {
    if (canRemove) setBlocks(without(blocks, selected - 1), '')
  }
  const shift = (by: -1 | 1): void => {
    const at = selected - 1
    if (readOnly || !block || !blocks[at + by]) return
    setBlocks(shifted(blocks, at, by), '')
    setSelected(selected + by)
  }
  const add = (kind: LabelBlockKind): void => {
    setAdding(false)
    const { block: fresh, isFree } = placedBlock(kind, t('labelEditor.freshText'), template, blocks)
    setBlocks([...blocks, fresh], '')
    setSelected(blocks.length + 1)
    setCrowded(isFree ? null : fresh)
  }
  const hasFocus = (place: { current: HTMLElement | null }): boolean => place.current === document.activeElement
  /** On the label arrows move the block; in the list they choose another. */
  const arrow = (dx: number, dy: number) => (): boolean => {
    if (hasFocus(stage) && block) {
      setBlock(nudged(block, dx * stepTenths, dy * stepTenths, template), 'nudge')
      return true
    }
    if (!hasFocus(list) || dy === 0) return false
    setSelected(Math.min(blocks.length, Math.max(0, selected + dy)))
    return true
  }
  const onLabel = (change: (block: LabelBlock) => LabelBlock, what: string) => (): boolean => {
    if (!hasFocus(stage) || !block) return false
    setBlock(change(block), what)
    return true
  }
  const fine = (dx: number, dy: number) => onLabel((one) => nudged(one, dx, dy, template), 'nudge')
  const size = (dw: number, dh: number) =>
    onLabel((one) => resized(one, dw * stepTenths, dh * stepTenths, template), 'size')
  const otherArrangement = (): void => {
    if (!template.wideCodeBlocks) return
    setArrangement(arrangement === 'usual' ? 'wide' : 'usual')
    setSelected(0)
  }
  useKeys('templateEditor', {
    ...{ up: arrow(0, -1), down: arrow(0, 1), left: arrow(-1, 0), right: arrow(1, 0) },
    ...{ fineUp: fine(0, -1), fineDown: fine(0, 1), fineLeft: fine(-1, 0), fineRight: fine(1, 0) },
    ...{ lower: size(0, -1), taller: size(0, 1), narrower: size(-1, 0), wider: size(1, 0) },
    ...{ earlier: () => shift(-1), later: () => shift(1) },
    ...{ undo: () => readOnly || history.undo(), redo: () => readOnly || history.redo() },
    toList: () => list.current?.focus(),
    toLabel: () => stage.current?.focus(),
    properties: () => middle.current?.querySelector<HTMLElement>('input:not([disabled])')?.focus(),
    add: () => canAdd && setAdding(true),
    remove,
    dpi: () => setDpi(dpi === 203 ? 300 : 203),
    arrangement: otherArrangement,
  })
  /** A field would take Ctrl+Z for its own letters, which the template has already. */
  const undoInFields = (event: KeyboardEvent): void => {
    const name = keyName(event.nativeEvent)
    const step =
      name === keyOf('templateEditor', 'undo')
        ? history.undo
        : name === keyOf('templateEditor', 'redo')
          ? history.redo
          : null
    if (!step || readOnly) return
    event.preventDefault()
    step()
  }
  const title = block ? blockTitle(t, block) : t('labelEditor.whole')
  return (
    <div className="template-editor" onKeyDownCapture={undoInFields} data-testid="template-editor">
      <section className="editor-blocks" aria-label={t('labelEditor.blocks')}>
        {template.wideCodeBlocks ? (
          <Radio.Group
            size="small"
            optionType="button"
            value={arrangement}
            onChange={otherArrangement}
            options={(['usual', 'wide'] as const).map((value) => ({
              value,
              label: t(`labelEditor.arrangements.${value}`),
            }))}
            data-testid="editor-arrangement"
          />
        ) : null}
        <BlockList {...{ template, blocks, selected, troubles, list }} onSelect={setSelected} />
        <div className="editor-tools">
          <Button size="small" disabled={!canAdd} onClick={() => setAdding(true)} data-testid="editor-add">
            {t('labelEditor.add')}
            <KeyCap name="F4" />
          </Button>
          <Button size="small" disabled={!canRemove} onClick={remove} data-testid="editor-remove">
            {t('labelEditor.remove')}
            <KeyCap name="Delete" />
          </Button>
          <Button
            size="small"
            disabled={readOnly || selected < 2}
            onClick={() => shift(-1)}
            data-testid="editor-earlier"
          >
            {t('labelEditor.earlier')}
          </Button>
          <Button
            size="small"
            disabled={readOnly || !block || selected === blocks.length}
            onClick={() => shift(1)}
            data-testid="editor-later"
          >
            {t('labelEditor.later')}
          </Button>
          <Button size="small" disabled={readOnly || !history.canUndo} onClick={history.undo} data-testid="editor-undo">
            {t('labelEditor.undo')}
            <KeyCap name="Ctrl+Z" />
          </Button>
          <Button size="small" disabled={readOnly || !history.canRedo} onClick={history.redo} data-testid="editor-redo">
            {t('labelEditor.redo')}
          </Button>
        </div>
      </section>
      <section ref={middle} className="editor-properties" aria-label={t('labelEditor.properties')}>
        <h2 className="ellipsis" title={title}>
          {block ? t(`labelEditor.kinds.${block.kind}`) : t('labelEditor.whole')}
        </h2>
        {kept === 'name' || kept === 'price' ? (
          <Alert type="info" showIcon title={t(`labelEditor.kept.${kept}`)} data-testid="editor-kept" />
        ) : null}
        {block && block === crowded ? (
          <Alert type="warning" showIcon title={t('labelEditor.noRoom')} data-testid="editor-no-room" />
        ) : null}
        <Troubles troubles={troubles.filter((trouble) => trouble.block === selected)} />
        {block ? (
          <BlockProperties block={block} readOnly={readOnly} onChange={setBlock} />
        ) : (
          <LabelProperties
            template={template}
            readOnly={readOnly}
            onChange={(next, what) => readOnly || history.edit(next, what)}
          />
        )}
      </section>
      <TemplatePreview
        {...{ ...answered, template: shown, selected: block, dpi, onDpi: setDpi, stage, selectedTitle: title }}
        onPick={(at) => setSelected(at + 1)}
      />
      {isAdding ? (
        <AddBlockDialog kinds={addableKinds(template, blocks)} onAdd={add} onClose={() => setAdding(false)} />
      ) : null}
    </div>
  )
}

/** The same object while nothing changed, so that drawing does not begin anew. */
const useShown = (template: LabelTemplate, arrangement: Arrangement): LabelTemplate => {
  const kept = useRef({ template, arrangement, shown: shownAlone(template, arrangement) })
  if (kept.current.template !== template || kept.current.arrangement !== arrangement)
    kept.current = { template, arrangement, shown: shownAlone(template, arrangement) }
  return kept.current.shown
}

const troublesIn = (
  t: TFunction,
  template: LabelTemplate,
  arrangement: Arrangement,
  drawn: DrawnTemplate | null,
): Trouble[] => {
  const blocks = blocksOf(template, arrangement)
  const faults = faultsOf(template, arrangement).flatMap(({ code, block, params }) => {
    const other = Number(params.other ?? 0)
    if (other === 0) return [{ block, isFault: true, words: t(`templateFault.${code}`) }]
    // told beside both: whoever moved the one that covers is looking at that one
    return [
      { block, isFault: true, words: t(`labelEditor.coveredBy.${code}`, { other }) },
      ...(isCovering(blocks, other)
        ? [{ block: other, isFault: true, words: t('labelEditor.covers', { block }) }]
        : []),
    ]
  })
  const hints = templateHints(blocks).map(({ code, block, other }) => ({
    ...{ block, isFault: false },
    words: t(`labelEditor.looks.${code}`, { other }),
  }))
  const warnings = (drawn?.warnings ?? []).map((warning) => ({
    ...{ block: blockOfWarning(blocks, warning), isFault: false },
    words: t(`labelWarnings.${warning.code}`, { ...warning.params, defaultValue: warning.code }),
  }))
  return [...faults, ...hints, ...warnings]
}

/** What covers a name, a price or a code; one of those itself has words of its own already. */
const isCovering = (blocks: readonly LabelBlock[], other: number): boolean =>
  !['name', 'price', 'bars', 'matrix'].includes(blocks[other - 1]?.kind ?? '')

const Troubles = ({ troubles }: { troubles: readonly Trouble[] }) =>
  troubles.map(({ words, isFault }) => (
    <Alert key={words} type={isFault ? 'error' : 'warning'} showIcon title={words} data-testid="editor-trouble" />
  ))

// biome-ignore-all lint/a11y/useKeyWithClickEvents: the key map moves in the list.
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, its options are named by it.
/** The label and its blocks in the order they are drawn; what is wrong with one stands beside it. */
import { LockOutlined } from '@ant-design/icons'
import { type RefObject, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelBlock, LabelTemplate } from '../../core/labels/labelTemplate'
import { blockTitle } from './blockWords'
import { whyKept } from './edits'

export interface Trouble {
  /** counted from one; 0 is the label as a whole */
  block: number
  /** a fault keeps the template from being saved, a warning does not */
  isFault: boolean
  words: string
}

interface BlockListProps {
  template: LabelTemplate
  blocks: readonly LabelBlock[]
  /** 0 is the label as a whole */
  selected: number
  troubles: readonly Trouble[]
  onSelect(at: number): void
  list: RefObject<HTMLDivElement | null>
}

export const BlockList = ({ template, blocks, selected, troubles, onSelect, list }: BlockListProps) => {
  const { t } = useTranslation()
  const titles = [t('labelEditor.whole'), ...blocks.map((block) => blockTitle(t, block))]
  useEffect(() => {
    list.current?.querySelector(`#editor-block-${selected}`)?.scrollIntoView?.({ block: 'nearest' })
  }, [selected, list])
  return (
    <div
      ref={list}
      className="editor-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('labelEditor.blocks')}
      aria-activedescendant={`editor-block-${selected}`}
      data-testid="editor-list"
    >
      {titles.map((title, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place in the list
          key={at}
          id={`editor-block-${at}`}
          role="option"
          aria-selected={at === selected}
          className={at === selected ? 'editor-item current' : 'editor-item'}
          onClick={() => onSelect(at)}
          data-testid={`editor-block-${at}`}
        >
          <span className="editor-item-number">{at === 0 ? '' : at}</span>
          <span className="ellipsis" title={title}>
            {title}
          </span>
          <Marks
            {...{ kept: at === 0 ? null : whyKept(template, blocks, at - 1) }}
            troubles={troublesOf(troubles, at)}
          />
        </div>
      ))}
    </div>
  )
}

const troublesOf = (troubles: readonly Trouble[], at: number): Trouble[] => troubles.filter(({ block }) => block === at)

const Marks = ({ kept, troubles }: { kept: ReturnType<typeof whyKept>; troubles: readonly Trouble[] }) => {
  const { t } = useTranslation()
  const isFault = troubles.some((trouble) => trouble.isFault)
  return (
    <span className="editor-marks">
      {kept === 'name' || kept === 'price' ? (
        <LockOutlined className="muted" title={t(`labelEditor.kept.${kept}`)} aria-label={t('labelEditor.locked')} />
      ) : null}
      {troubles.length > 0 ? (
        <b className={isFault ? 'over' : 'look'} title={troubles.map(({ words }) => words).join('\n')}>
          {t(isFault ? 'labelEditor.faultMark' : 'labelEditor.warningMark')}
        </b>
      ) : null}
    </span>
  )
}

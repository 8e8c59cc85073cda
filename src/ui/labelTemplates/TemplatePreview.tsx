// biome-ignore-all lint/a11y/useKeyWithClickEvents: the key map's arrows choose and move blocks.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the label has the focus while arrows move a block on it.
/** The label as it will print, large and beside a millimetre ruler, and once more as large as it comes out. */
import { Alert, Radio } from 'antd'
import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelDpi } from '../../core/labels/labelLayout'
import type { LabelBlock, LabelTemplate } from '../../core/labels/labelTemplate'
import { refusalOf } from '../client'
import { type AnswerError, errorText } from '../errorText'
import { KeyCap } from '../KeyCap'
import { blockAt } from './edits'
import { MillimetreRuler } from './MillimetreRuler'

export interface DrawnTemplate {
  pngBase64: string
  warnings: readonly { code: string; params: Record<string, string | number> }[]
}
/** Draws a template with sample content, by the engine that prints it. */
export type DrawTemplate = (template: Omit<LabelTemplate, 'id'>, dpi: LabelDpi) => Promise<DrawnTemplate>

interface Answered {
  drawn: DrawnTemplate | null
  error: AnswerError | null
}

/** Typing asks for one picture when it pauses, not for one each key; the last picture stays meanwhile. */
const quietMs = 120

export const useDrawn = (template: LabelTemplate, dpi: LabelDpi, draw: DrawTemplate): Answered => {
  const [answered, setAnswered] = useState<Answered>({ drawn: null, error: null })
  const latest = useRef(draw)
  latest.current = draw
  useEffect(() => {
    let isWanted = true
    const { id: _, ...body } = template
    const timer = setTimeout(() => {
      latest.current(body, dpi).then(
        (drawn) => isWanted && setAnswered({ drawn, error: null }),
        (error: unknown) => isWanted && setAnswered(({ drawn }) => ({ drawn, error: refusalOf(error) })),
      )
    }, quietMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [template, dpi])
  return answered
}

interface PreviewProps extends Answered {
  /** with the blocks of the arrangement that is shown */
  template: LabelTemplate
  selected: LabelBlock | undefined
  dpi: LabelDpi
  onDpi(dpi: LabelDpi): void
  onPick(at: number): void
  stage: RefObject<HTMLDivElement | null>
  selectedTitle: string
}

/** Room the large picture has, and how large a millimetre may become. */
const room = { w: 600, h: 330, mmMax: 11 }

export const TemplatePreview = (props: PreviewProps) => {
  const { template, selected, drawn, error, dpi } = props
  const { t } = useTranslation()
  const { widthMm, heightMm } = template
  const scale = Math.min(room.mmMax, room.w / widthMm, room.h / heightMm)
  const picture = drawn ? `data:image/png;base64,${drawn.pngBase64}` : undefined
  const pick = (event: MouseEvent<HTMLDivElement>): void => {
    const frame = event.currentTarget.getBoundingClientRect()
    const at = blockAt(
      template.blocks,
      ((event.clientX - frame.left) / scale) * 10,
      ((event.clientY - frame.top) / scale) * 10,
    )
    if (at >= 0) props.onPick(at)
  }
  return (
    <section className="editor-preview" aria-label={t('labelEditor.preview')}>
      <div className="editor-preview-head">
        <h2>{t('labelEditor.preview')}</h2>
        <span className="muted">{t('labelEditor.size', { width: widthMm, height: heightMm })}</span>
        <Radio.Group
          className="editor-dpi"
          size="small"
          optionType="button"
          value={dpi}
          onChange={(event) => props.onDpi(event.target.value as LabelDpi)}
          options={[203, 300].map((value) => ({ value, label: t('labelEditor.dpi', { dpi: value }) }))}
          data-testid="editor-dpi"
        />
        <KeyCap name="F7" />
      </div>
      {error ? <Alert type="error" showIcon title={errorText(t, error)} /> : null}
      <div className="editor-stage">
        <Ruler mm={widthMm} scale={scale} along="x" />
        <Ruler mm={heightMm} scale={scale} along="y" />
        <div
          ref={props.stage}
          className="editor-label"
          role="application"
          tabIndex={0}
          aria-label={t('labelEditor.stage', { name: props.selectedTitle })}
          style={{ width: widthMm * scale, height: heightMm * scale }}
          onClick={pick}
          data-testid="editor-stage"
        >
          {picture ? <img src={picture} alt="" data-testid="editor-picture" /> : null}
          {selected ? <Outline block={selected} scale={scale} /> : null}
        </div>
      </div>
      <p className="muted editor-true-caption">{t('labelEditor.trueSize')}</p>
      {picture ? (
        <img
          className="editor-true-size"
          src={picture}
          style={{ width: `${widthMm}mm`, height: `${heightMm}mm` }}
          alt={t('labelEditor.trueSize')}
        />
      ) : null}
      {picture ? <MillimetreRuler mm={widthMm} /> : null}
    </section>
  )
}

/** A rule has no height or no width, and is outlined all the same. */
const Outline = ({ block: { box }, scale }: { block: LabelBlock; scale: number }) => {
  const pixels = (tenths: number): number => (tenths / 10) * scale
  return (
    <div
      className="editor-outline"
      data-testid="editor-outline"
      style={{
        left: pixels(box.x) - 2,
        top: pixels(box.y) - 2,
        width: pixels(box.w) + 4,
        height: pixels(box.h) + 4,
      }}
    />
  )
}

const rulerPx = 22

const Ruler = ({ mm, scale, along }: { mm: number; scale: number; along: 'x' | 'y' }) => {
  const isAcross = along === 'x'
  const length = mm * scale + 1
  const marks = Array.from({ length: mm + 1 }, (_, at) => at)
  const every = scale < 4 ? 10 : 5
  return (
    <svg
      className={`editor-ruler editor-ruler-${along}`}
      width={isAcross ? length : rulerPx}
      height={isAcross ? rulerPx : length}
      aria-hidden="true"
      data-testid={`editor-ruler-${along}`}
    >
      {marks.map((at) => {
        const tick = at % 10 === 0 ? 10 : at % 5 === 0 ? 7 : 4
        const place = at * scale + 0.5
        return (
          <line
            key={at}
            {...(isAcross
              ? { x1: place, x2: place, y1: rulerPx - tick, y2: rulerPx }
              : { y1: place, y2: place, x1: rulerPx - tick, x2: rulerPx })}
          />
        )
      })}
      {marks
        .filter((at) => at % every === 0 && at > 0 && at < mm)
        .map((at) => (
          <text key={at} textAnchor="middle" {...(isAcross ? { x: at * scale, y: 10 } : { x: 6, y: at * scale + 3.5 })}>
            {at}
          </text>
        ))}
    </svg>
  )
}

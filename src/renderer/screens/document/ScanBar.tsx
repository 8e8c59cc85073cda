/**
 * The scan bar: a READ-ONLY field fed by its own key buffer, so that no input method attaches to it. People type a code
 * or `+3` here; scanner bursts are taken out by the wedge listener, which asks the bar to forget their keys.
 */
import { BarcodeOutlined } from '@ant-design/icons'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { restoreEvent } from '../../scanning/fieldSnapshot'
import { characterOf } from '../../scanning/keyText'
import { type BarEntry, barLengthMax, readBar, readTimes } from '../../scanning/scanBarText'

interface ScanBarProps {
  field: RefObject<HTMLInputElement | null>
  times: number
  disabled: boolean
  onTimes(times: number): void
  onEntry(entry: BarEntry): void
  /** changes when the text must be forgotten (Esc) */
  clearToken: number
}

export const ScanBar = ({ field, times, disabled, onTimes, onEntry, clearToken }: ScanBarProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token is the message
  useEffect(() => setText(''), [clearToken])
  useRestore(field, setText)

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.altKey) {
      setText('')
      onEntry(readBar(text))
    } else if (event.key === 'Backspace') setText(text.slice(0, -1))
    else if (!onCharacter(event)) return
    event.preventDefault()
  }

  const onCharacter = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const character = characterOf(partsOf(event))
    if (character === null) return false
    const count = character === '*' ? readTimes(text) : null
    if (count === null) setText((text + character).slice(0, barLengthMax))
    else {
      setText('')
      onTimes(count)
    }
    return true
  }

  const onPaste = (event: ClipboardEvent): void =>
    setText((text + event.clipboardData.getData('text').replace(/[\r\n\t]/g, '')).slice(0, barLengthMax))

  return (
    <label className={disabled ? 'scan-bar off' : 'scan-bar'}>
      <BarcodeOutlined />
      <span className="visually-hidden">{t('work.scanBar')}</span>
      <input
        ref={field}
        readOnly
        value={text}
        placeholder={t('work.scanBarHint')}
        data-testid="scan-bar"
        autoComplete="off"
        disabled={disabled}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      {times > 1 ? (
        <span className="times-chip" data-testid="times-chip">
          {t('work.timesChip', { count: times })}
        </span>
      ) : null}
    </label>
  )
}

const partsOf = (event: KeyboardEvent) => ({
  key: event.key,
  code: event.code,
  shift: event.shiftKey,
  ctrl: event.ctrlKey,
  alt: event.altKey,
  meta: event.metaKey,
  capsLock: event.getModifierState('CapsLock'),
})

/** The wedge listener says what the bar held before a burst began. */
const useRestore = (field: RefObject<HTMLInputElement | null>, setText: (text: string) => void): void => {
  useEffect(() => {
    const element = field.current
    if (!element) return
    const restore = (event: Event): void => setText(String((event as CustomEvent<string>).detail))
    element.addEventListener(restoreEvent, restore)
    return () => element.removeEventListener(restoreEvent, restore)
  }, [field, setText])
}

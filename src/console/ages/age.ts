/** How old a store's figures are, in words. No figure of a store is shown without one of these. */
import type { TFunction } from 'i18next'

/** A store PC reports every 5 s and, after failures, at least once a minute. */
export const offlineAfterSeconds = 60

export type AgeState = 'never' | 'fresh' | 'offline'

export const ageState = (seconds: number | null): AgeState => {
  if (seconds === null) return 'never'
  return seconds < offlineAfterSeconds ? 'fresh' : 'offline'
}

export interface AgePart {
  unit: 'seconds' | 'minutes' | 'hours' | 'days'
  n: number
}

export const agePart = (seconds: number): AgePart => {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < 60) return { unit: 'seconds', n: whole }
  if (whole < 3600) return { unit: 'minutes', n: Math.floor(whole / 60) }
  if (whole < 48 * 3600) return { unit: 'hours', n: Math.floor(whole / 3600) }
  return { unit: 'days', n: Math.floor(whole / 86_400) }
}

/** "5 秒前", "离线 12 分钟", "从未上报" */
export const ageText = (t: TFunction, seconds: number | null): string => {
  const state = ageState(seconds)
  if (seconds === null || state === 'never') return t('age.never')
  const { unit, n } = agePart(seconds)
  return t(`age.${state}.${unit}`, { n })
}

/** The hub told the age when it answered; since then this browser's clock has gone on. */
export const ageNow = (ageSeconds: number | null, fetchedAtMs: number, nowMs: number): number | null =>
  ageSeconds === null ? null : ageSeconds + Math.max(0, Math.floor((nowMs - fetchedAtMs) / 1000))

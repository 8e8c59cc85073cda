/** On which paper, in which language and where to somebody printed last at this PC. */
import type { PaperSize } from '../../../core/paper/form'
import { paperSizes } from '../../../core/paper/form'
import { type Language, languages } from '../../../ui/language'

export interface PrintChoice {
  size: PaperSize
  language: Language
  to: 'viewer' | 'printer'
}

const storageKey = 'zhanggui.paper'

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((one) => one === value)

export const keptChoice = (): Partial<PrintChoice> => {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, unknown>
    const all = {
      size: oneOf(paperSizes, kept.size),
      language: oneOf(languages, kept.language),
      to: oneOf(['viewer', 'printer'] as const, kept.to),
    }
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  } catch {
    return {}
  }
}

export const keepChoice = (choice: Partial<PrintChoice>): void => {
  try {
    localStorage.setItem(storageKey, JSON.stringify(choice))
  } catch {
    // not remembered, and nothing else
  }
}

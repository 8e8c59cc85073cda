/** Which language the screens speak, switched live: i18next, antd and dayjs follow this one value. */
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import i18next from 'i18next'
import { create } from 'zustand'

export const languages = ['zh-CN', 'en-US'] as const
export type Language = (typeof languages)[number]

const storageKey = 'zhanggui.language'
const isLanguage = (text: string | null): text is Language => languages.includes(text as Language)

/** Chinese unless the user chose otherwise here before. */
export const rememberedLanguage = (): Language => {
  try {
    const saved = localStorage.getItem(storageKey)
    return isLanguage(saved) ? saved : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

interface LanguageState {
  language: Language
  setLanguage(language: Language): void
}

export const useLanguage = create<LanguageState>((set) => ({
  language: rememberedLanguage(),
  setLanguage: (language) => {
    applyLanguage(language)
    set({ language })
  },
}))

export const applyLanguage = (language: Language): void => {
  void i18next.changeLanguage(language)
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Storage may be refused; the choice then lasts until the window closes.
  }
}

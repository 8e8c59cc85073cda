/** Sets up the words: the shared ones of this folder plus those of one front end. No network, no lazy loading. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { shownKeys, useKeyHabit } from '../keyHabit'
import { applyLanguage, languages, rememberedLanguage, useLanguage } from '../language'
import { enUS } from './enUS'
import { zhCN } from './zhCN'

export interface Words {
  [key: string]: string | Words
}

/** The same keys with other words: what a second language must offer. */
export type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

export interface OwnWords {
  'zh-CN': Words
  'en-US': Words
}

/** Words name keys as this PC's keyboard has them; what is put into the words later is nobody's to change. */
const withKeys = (words: Words): Words =>
  Object.fromEntries(
    Object.entries(words).map(([key, word]) => [key, typeof word === 'string' ? shownKeys(word) : withKeys(word)]),
  )

export const startI18n = (own: OwnWords): typeof i18next => {
  const words = { 'zh-CN': { ...zhCN, ...own['zh-CN'] }, 'en-US': { ...enUS, ...own['en-US'] } }
  void i18next.use(initReactI18next).init({
    lng: rememberedLanguage(),
    fallbackLng: 'zh-CN',
    resources: {
      'zh-CN': { translation: withKeys(words['zh-CN']) },
      'en-US': { translation: withKeys(words['en-US']) },
    },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  })
  applyLanguage(rememberedLanguage())
  useKeyHabit.subscribe(() => {
    for (const language of languages) i18next.addResourceBundle(language, 'translation', withKeys(words[language]))
    applyLanguage(useLanguage.getState().language)
  })
  return i18next
}

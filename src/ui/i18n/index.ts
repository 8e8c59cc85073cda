/** Sets up the words: the shared ones of this folder plus those of one front end. No network, no lazy loading. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { applyLanguage, rememberedLanguage } from '../language'
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

export const startI18n = (own: OwnWords): typeof i18next => {
  void i18next.use(initReactI18next).init({
    lng: rememberedLanguage(),
    fallbackLng: 'zh-CN',
    resources: {
      'zh-CN': { translation: { ...zhCN, ...own['zh-CN'] } },
      'en-US': { translation: { ...enUS, ...own['en-US'] } },
    },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  })
  applyLanguage(rememberedLanguage())
  return i18next
}

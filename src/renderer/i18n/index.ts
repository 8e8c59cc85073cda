/** The words of the store screens in both languages. */
import { enUS } from './enUS'
import { zhCN } from './zhCN'

export const storeWords = { 'zh-CN': zhCN, 'en-US': enUS }

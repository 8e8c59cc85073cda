/** The console's own words. HQ speaks of its server and its administrator where a shop's screen speaks of HQ. */
import { enUS as sharedEnUS } from '../../ui/i18n/enUS'
import { zhCN as sharedZhCN } from '../../ui/i18n/zhCN'
import { enUS } from './enUS'
import { zhCN } from './zhCN'

export const consoleWords = {
  'zh-CN': {
    ...zhCN,
    common: { ...sharedZhCN.common, ...zhCN.common },
    errors: { ...sharedZhCN.errors, ...zhCN.errors },
    errorsWith: { ...sharedZhCN.errorsWith, ...zhCN.errorsWith },
  },
  'en-US': {
    ...enUS,
    common: { ...sharedEnUS.common, ...enUS.common },
    errors: { ...sharedEnUS.errors, ...enUS.errors },
    errorsWith: { ...sharedEnUS.errorsWith, ...enUS.errorsWith },
  },
}

/** What is said after labels were sent: the sign fits the words, and nothing is said that is not so. */
import { expect, test } from 'vitest'
import { enUS } from '../../../src/renderer/i18n/enUS'
import { zhCN } from '../../../src/renderer/i18n/zhCN'
import { noticeWords, printNotice, type Told } from '../../../src/renderer/screens/labels/printNotice'
import { keyOf } from '../../../src/ui/keyMap'

const told = (change: Partial<Told>): Told => ({
  ...{ handedOver: 0, failed: 0, unsure: 0, held: 0, heldFor: '', problem: '', paper: '' },
  ...change,
})
const wordsOf =
  (notices: Record<string, string>) =>
  (key: string, values: Record<string, unknown> = {}) =>
    (notices[key.replace('labels.notices.', '')] ?? `no words: ${key}`).replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
      String(values[name] ?? `no ${name}`),
    )
const said = (change: Partial<Told>) => {
  const notice = printNotice(told(change))
  const words = noticeWords(notice, wordsOf(zhCN.labels.notices), (code) => `<${code}>`)
  const english = noticeWords(notice, wordsOf(enUS.labels.notices), (code) => `<${code}>`)
  expect(english).not.toContain('no words')
  return { sound: notice.sound, tone: notice.tone, words }
}

const paper = 'LABEL_PAPER_NOT_LOADED'

test.each([
  ['all out', { handedOver: 5 }, 'ok', 'done', '已送出 5 条'],
  ['nothing to print', {}, 'warn', 'look', '没有待打的标签'],
  [
    ...(['some unsure', { handedOver: 2, failed: 3, unsure: 3, problem: 'PRINTER_RESET' }] as const),
    ...(['error', 'look', '3 条不知道打出来没有，请看一下纸，按 F7 确认；已送出 2 条'] as const),
  ],
  [
    ...(['the printer is off', { handedOver: 2, failed: 3, problem: 'PRINTER_OFFLINE' }] as const),
    ...(['error', 'failed', '3 条没打：<PRINTER_OFFLINE>。打印机好了自己接着打；已送出 2 条'] as const),
  ],
  [
    ...(['stopped otherwise', { failed: 3, problem: 'STORE_RESTARTING' }] as const),
    ...(['error', 'failed', '3 条没打：<STORE_RESTARTING>'] as const),
  ],
  [
    ...(['changed while it was drawn', { handedOver: 1, failed: 1 }] as const),
    ...(['error', 'failed', '1 条还在等，请再打一次；已送出 1 条'] as const),
  ],
  [
    ...(['its paper is nowhere', { failed: 1, held: 1, heldFor: paper, problem: paper, paper: '60×40' }] as const),
    ...([
      'warn',
      'look',
      '1 条没打：要 60×40 的纸，没有打印机装着。换好纸在“设置”里改，或按 Ctrl+P 指定打印机',
    ] as const),
  ],
  [
    ...(['a price is missing', { handedOver: 4, failed: 1, held: 1, heldFor: 'LABEL_PRICE_MISSING' }] as const),
    ...(['warn', 'look', '1 条没打：<LABEL_PRICE_MISSING>；已送出 4 条'] as const),
  ],
  [
    ...([
      'everything at once',
      { handedOver: 1, failed: 3, unsure: 1, held: 1, heldFor: 'LABEL_LOT_MISSING', problem: 'PRINTER_RESET' },
    ] as const),
    'error',
    'look',
    '1 条不知道打出来没有，请看一下纸，按 F7 确认；1 条没打：<PRINTER_RESET>。打印机好了自己接着打；1 条没打：<LABEL_LOT_MISSING>；已送出 1 条',
  ],
] as const)('%s', (_, change, sound, tone, words) => {
  expect(said(change)).toEqual({ sound, tone, words })
})

test('the keys that are named are those of the screen', () => {
  expect([keyOf('labels', 'settle'), keyOf('labels', 'choose')]).toEqual(['F7', 'Ctrl+P'])
})

/** HTML for paper: text is escaped where it is put in, and only what was made here counts as markup. */
export type PaperLanguage = 'zh-CN' | 'en-US'

/** Markup made here, or drawn by the symbol encoder: nothing a person typed. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Markup[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? '')

const partText = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

/** html`<b>${name}</b>`: the name cannot become markup. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.reduce((whole, text, index) => whole + partText(parts[index - 1] ?? '') + text),
})

export const drawn = (svg: string): Markup => ({ markup: svg })

export const none: Markup = { markup: '' }

const frameCss = `
  @page { size: A4; margin: 0 }
  * { box-sizing: border-box; margin: 0 }
  body { font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; color: #000 }
  .page { width: 210mm; height: 296.5mm; padding: 9mm 10mm 8mm; overflow: hidden; break-after: page; position: relative }
  .page:last-child { break-after: auto }
  .code { font-family: Consolas, "DejaVu Sans Mono", monospace }
  svg { display: block }`

/** The whole document: nothing in it is fetched and nothing runs. */
export const paperDocument = (language: PaperLanguage, title: string, css: string, pages: readonly Markup[]): string =>
  `<!doctype html>${
    html`<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title><style>${drawn(frameCss + css)}</style></head><body>${pages}</body></html>`
      .markup
  }`

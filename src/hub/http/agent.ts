/** What a browser says it is, in a few words for people: "Chrome 114 · Windows". It is a claim, and decides nothing. */

const browsers: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).* Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/Windows NT/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

const otherCharsMax = 40

export const agentOf = (header: string | undefined): string => {
  const text = header ?? ''
  const [browser, name] = browsers.find(([form]) => form.test(text)) ?? []
  const system = systems.find(([form]) => form.test(text))?.[1] ?? ''
  const version = browser ? (browser.exec(text)?.[1] ?? '') : ''
  const known = [name ? `${name} ${version}`.trim() : '', system].filter((part) => part !== '').join(' · ')
  return known === '' ? text.replace(/[^\x20-\x7e]/g, '').slice(0, otherCharsMax) : known
}

/** The system's secret store as the shell believes it: what it does not do well it does not do. */
import { describe, expect, it } from 'vitest'
import { createSecretStore, type Sealer } from '../../../../src/main/secretStore'

const sealer = (own: Partial<Sealer> = {}): Sealer => ({
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(`v11${text}`),
  decryptString: (sealed) => sealed.toString().slice(3),
  ...own,
})
const fails = (): never => {
  throw new Error('no key ring')
}
const storeOf = (own: Partial<Sealer>, platform = 'linux', lines: string[] = []) =>
  createSecretStore(sealer(own), platform, (_level, line) => lines.push(line))

describe('the system’s secret store', () => {
  it('opens what it sealed', () => {
    const store = storeOf({})
    const sealed = store.seal({ text: 'secret' })
    expect(sealed).not.toBeNull()
    expect(store.open(sealed as { sealed: string })).toEqual({ text: 'secret' })
  })

  it('is none where the system says so, or fails; the secret is in no log line', () => {
    const lines: string[] = []
    expect(storeOf({ isEncryptionAvailable: () => false }).seal({ text: 'secret' })).toBeNull()
    expect(storeOf({ isEncryptionAvailable: () => false }).open({ sealed: 'AAAA' })).toBeNull()
    expect(storeOf({ encryptString: fails }, 'win32', lines).seal({ text: 'secret' })).toBeNull()
    expect(storeOf({ decryptString: fails }, 'win32', lines).open({ sealed: 'AAAA' })).toBeNull()
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain('AAAA')
  })

  it('is none on Linux where Chromium would seal under a password of its own source', () => {
    const own = { encryptString: (text: string) => Buffer.from(`v10${text}`) }
    expect(storeOf(own, 'linux').seal({ text: 'secret' })).toBeNull()
    expect(storeOf(own, 'win32').seal({ text: 'secret' })).not.toBeNull()
  })
})

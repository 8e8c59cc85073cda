/**
 * The system's own secret store: Windows' data protection, a key ring on Linux. What it seals it opens for the same
 * account on the same PC alone. Where there is none worth the name the answer is null, and nobody believes otherwise.
 */
import type { HostCalls } from '../contract/storeProtocol'
import { type Log, textOf } from './log'

/** the part of Electron's safeStorage that is used */
export interface Sealer {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

export interface SecretStore {
  seal(input: HostCalls['sealSecret']['input']): HostCalls['sealSecret']['output']
  open(input: HostCalls['openSecret']['input']): HostCalls['openSecret']['output']
}

export const createSecretStore = (sealer: Sealer, platform: string, log: Log): SecretStore => {
  const orNull = <T>(what: string, work: () => T | null): T | null => {
    try {
      return work()
    } catch (error) {
      log('warn', `a secret was not ${what}: ${textOf(error)}`)
      return null
    }
  }
  return {
    seal: ({ text }) =>
      orNull('sealed', () => {
        if (!sealer.isEncryptionAvailable()) return null
        const sealed = sealer.encryptString(text)
        return isWorthTheName(sealed, platform) ? { sealed: sealed.toString('base64') } : null
      }),
    open: ({ sealed }) =>
      orNull('opened', () =>
        sealer.isEncryptionAvailable() ? { text: sealer.decryptString(Buffer.from(sealed, 'base64')) } : null,
      ),
  }
}

/** Without a key ring Chromium on Linux seals under a password that stands in its source, and marks it v10. */
const isWorthTheName = (sealed: Buffer, platform: string): boolean =>
  platform !== 'linux' || sealed.subarray(0, 3).toString() === 'v11'

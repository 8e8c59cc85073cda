/**
 * 校验: reads this PC's chain again. That all is well is said where scans speak, for it is no row of the list; what was found
 * stays on the screen until somebody has read it.
 */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { showNotice, speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'

interface Verify {
  busy: boolean
  /** what was found, until it is put away */
  found: OutputOf<'trail.verify'> | null
  start(): void
  putAway(): void
}

export const useVerify = (): Verify => {
  const { t } = useTranslation()
  const say = (tone: 'info' | 'refused', words: string): void => {
    showNotice(tone, 'scanning.plain', { words })
    speak(words, tone === 'refused')
    if (tone === 'refused') playSound('error')
  }
  const verify = useCommand('trail.verify', {
    onDone: ({ ok, covers, checked, found }) =>
      ok
        ? say('info', t(`trail.verifyGood.${covers}`, { n: checked }))
        : say('refused', t('trail.verifyBad', { n: found })),
    onRefused: (error) => say('refused', errorText(t, error)),
  })
  return {
    busy: verify.isPending,
    found: verify.data && !verify.data.ok ? verify.data : null,
    start: () => verify.mutate({}),
    putAway: verify.reset,
  }
}

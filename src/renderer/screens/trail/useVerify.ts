/** 校验: reads this PC's chain again; the answer is said where scans speak, for it is no row of the list. */
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { showNotice, speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'

export const useVerify = (): { busy: boolean; start(): void } => {
  const { t } = useTranslation()
  const say = (tone: 'info' | 'refused', words: string): void => {
    showNotice(tone, 'scanning.plain', { words })
    speak(words, tone === 'refused')
    if (tone === 'refused') playSound('error')
  }
  const verify = useCommand('trail.verify', {
    onDone: ({ ok, covers, checked, problems }) =>
      ok
        ? say('info', t(`trail.verifyGood.${covers}`, { n: checked }))
        : say('refused', [t('trail.verifyBad', { n: problems.length }), ...problems.slice(0, 1)].join(' ')),
    onRefused: (error) => say('refused', errorText(t, error)),
  })
  return { busy: verify.isPending, start: () => verify.mutate({}) }
}

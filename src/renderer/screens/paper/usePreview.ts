/** What would be printed, to look at: it counts as no print, and whoever may read it may look at it. */
import type { OutputOf } from '../../../contract/operations'
import type { PaperSubject } from '../../../contract/schemas/paper'
import type { PaperSize } from '../../../core/paper/form'
import { useCommand } from '../../../ui/client'
import type { Language } from '../../../ui/language'
import { useRefusalReason } from '../../../ui/OperationButton'
import { playSound } from '../../scanning/sounds'

export type Previewed = OutputOf<'paper.preview'>

export interface Preview {
  /** why it may not be looked at, in words */
  mayNot: string | undefined
  busy: boolean
  error: Error | null
  show(choice: { size: PaperSize; language: Language }): void
}

/** Documents and lists are read by different rights. */
export const usePreview = (what: PaperSubject | undefined, onDone: (value: Previewed) => void): Preview => {
  const ends = {
    onDone: (value: Previewed) => {
      playSound(value.opened ? 'ok' : 'warn')
      onDone(value)
    },
    onRefused: () => playSound('error'),
  }
  const document = useCommand('paper.preview', ends)
  const list = useCommand('paper.previewList', ends)
  const isList = what?.form === 'stock' || what?.form === 'nearExpiry'
  return {
    mayNot: useRefusalReason(isList ? 'paper.previewList' : 'paper.preview'),
    busy: document.isPending || list.isPending,
    error: isList ? list.error : document.error,
    show: (choice) => {
      if (what?.form === 'stock' || what?.form === 'nearExpiry') list.mutate({ ...choice, what })
      else if (what) document.mutate({ ...choice, what })
    },
  }
}

/** The code is not taken into the catalogue; every store that asked reads why. */
import { useTranslation } from 'react-i18next'
import type { CodeRequest } from '../../../contract/schemas/codeRequest'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'

export const RefuseCodeDialog = ({ request, onEnd }: { request: CodeRequest | null; onEnd(): void }) => {
  const { t } = useTranslation()
  const refuse = useCommand('codeRequest.refuse', { touches: ['codeRequest.list'], onDone: onEnd })
  return (
    <ActDialog
      open={request !== null}
      title={t('codes.refuseTitle', { code: request?.code ?? '' })}
      act={t('codes.refuse')}
      danger
      reason="needed"
      asks={{ label: t('codes.refuseWhy'), max: 200 }}
      busy={refuse.isPending}
      error={refuse.error}
      testId="code-refuse-dialog"
      onAct={(reason) => request && refuse.mutate({ code: request.code, reason })}
      onClose={() => {
        refuse.reset()
        onEnd()
      }}
    >
      <p className="act-words">{t('codes.refuseHint')}</p>
    </ActDialog>
  )
}

/** 校验: reads the whole chain again and says in words whether it holds. */
import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { FindingList } from '../../../ui/FindingList'
import { useCan } from '../../../ui/session'
import { Refusal } from '../../parts/Refusal'

export const VerifyButton = () => {
  const { t } = useTranslation()
  const may = useCan('trail.verify')
  const [open, setOpen] = useState(false)
  const verify = useCommand('trail.verify')
  if (!may) return null
  const start = (): void => {
    setOpen(true)
    verify.mutate({})
  }
  return (
    <>
      <Button
        icon={<SafetyCertificateOutlined aria-hidden="true" />}
        data-testid="trail-verify"
        loading={verify.isPending}
        onClick={start}
      >
        {t('trail.verify')}
      </Button>
      <Dialog
        open={open}
        title={t('trail.verifyTitle')}
        onClose={() => setOpen(false)}
        width={760}
        testId="verify-dialog"
      >
        {verify.isPending ? <p>{t('trail.verifying')}</p> : null}
        <Refusal error={verify.isError ? verify.error : null} />
        {verify.data ? <FindingList answer={verify.data} /> : null}
      </Dialog>
    </>
  )
}

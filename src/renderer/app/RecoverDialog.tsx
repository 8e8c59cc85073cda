/** The recovery code HQ made for this PC. With it the PC gets a new key; nothing else of it changes. */
import { Alert, Button, Input, Space } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf, useCommand } from '../../ui/client'
import { Dialog } from '../../ui/Dialog'
import { errorText } from '../../ui/errorText'

const codeCharsMin = 4

export const RecoverDialog = ({ onClose }: { onClose(): void }) => {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const recover = useCommand('app.recoverKey', { touches: ['app.status'], onDone: onClose })
  const ready = code.trim().length >= codeCharsMin && !recover.isPending
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) recover.mutate({ code: code.trim() })
  }
  return (
    <Dialog open title={t('key.dialogTitle')} onClose={onClose} testId="recover-dialog">
      <form onSubmit={submit}>
        <p className="muted">{t('key.intro')}</p>
        <Input
          autoFocus
          data-autofocus
          maxLength={40}
          value={code}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setCode(event.target.value)}
          aria-label={t('key.code')}
          placeholder="XXXX-XXXX"
          data-testid="recover-code"
        />
        {recover.isError ? (
          <Alert
            className="dialog-problem"
            type="error"
            showIcon
            title={errorText(t, refusalOf(recover.error))}
            data-testid="recover-problem"
          />
        ) : null}
        <Space className="recover-actions">
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            disabled={!ready}
            loading={recover.isPending}
            data-testid="recover-confirm"
          >
            {t('key.recover')}
          </Button>
        </Space>
      </form>
    </Dialog>
  )
}

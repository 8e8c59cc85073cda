/** PIN and password of somebody: whether there is one, and a new one, shown this once to be handed over. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import { secretsToSet } from '../../../contract/operations/user'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { OperationButton } from '../../../ui/OperationButton'
import type { Person } from '../../data/people'
import { ActDialog } from '../../parts/ActDialog'
import { Fact, Facts } from '../../parts/Facts'

type Kind = InputOf<'user.resetSecret'>['kind']

export interface FreshSecret {
  kind: Kind
  text: string
}

export const SecretBox = ({ person, onFresh }: { person: Person; onFresh(secret: FreshSecret): void }) => {
  const { t } = useTranslation()
  const [asking, ask] = useState<Kind | null>(null)
  const reset = useCommand('user.resetSecret', {
    touches: ['user.get', 'user.history'],
    onDone: (answer, { kind }) => {
      ask(null)
      if (answer.secret !== '') onFresh({ kind, text: answer.secret })
    },
  })
  const reason = person.own ? t('people.resetOwn') : person.whole ? undefined : t('people.notWhole')
  return (
    <fieldset className="form-part" data-testid="user-secrets">
      <legend>{t('people.secrets')}</legend>
      <Facts>
        <Fact name={t('people.pin')}>{t(person.hasPin ? 'people.set' : 'people.notSet')}</Fact>
        <Fact name={t('people.password')}>
          {t(person.passwordDue ? 'people.passwordDue' : person.hasPassword ? 'people.set' : 'people.notSet')}
        </Fact>
        <Fact name={t('people.totp')}>{t(person.totp ? 'people.on' : 'people.totpOff')}</Fact>
        {person.lockedSeconds > 0 ? (
          <Fact name={t('people.lock')}>
            <span className="bad">{t('people.lockedFor', { n: Math.ceil(person.lockedSeconds / 60) })}</span>
          </Fact>
        ) : null}
      </Facts>
      <div className="with-tick">
        {(person.totp ? secretsToSet : (['pin', 'password'] as const)).map((kind) => (
          <OperationButton
            key={kind}
            operation="user.resetSecret"
            label={t(`people.reset.${kind}`)}
            testId={`reset-${kind}`}
            disabled={reason !== undefined}
            {...(reason === undefined ? {} : { disabledReason: reason })}
            onClick={() => ask(kind)}
          />
        ))}
      </div>
      <ActDialog
        open={asking !== null}
        title={t(`people.reset.${asking ?? 'pin'}`)}
        act={t(asking === 'totp' ? 'people.endTotp' : 'people.makeNew')}
        busy={reset.isPending}
        error={reset.isError ? reset.error : null}
        testId="reset-dialog"
        onAct={() => (asking ? reset.mutate({ userId: person.userId, kind: asking }) : undefined)}
        onClose={() => ask(null)}
      >
        <p className="act-words">{t(`people.resetHint.${asking ?? 'pin'}`, { name: person.name })}</p>
      </ActDialog>
    </fieldset>
  )
}

interface SecretDialogProps {
  person: Person
  secret: FreshSecret | null
  onClose(): void
}

/** Stands outside the form: that starts afresh with every change of the person, and this is one. */
export const SecretDialog = ({ person, secret, onClose }: SecretDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog
      open={secret !== null}
      title={t(`people.fresh.${secret?.kind ?? 'pin'}`, { name: person.name })}
      onClose={onClose}
      testId="secret-dialog"
      footer={
        <Button type="primary" data-testid="secret-done" onClick={onClose}>
          {t('people.handedOver')}
        </Button>
      }
    >
      <p className="fresh-secret code" data-testid="fresh-secret">
        {secret?.text}
      </p>
      <p className="act-words">{t(`people.freshHint.${secret?.kind ?? 'pin'}`)}</p>
    </Dialog>
  )
}

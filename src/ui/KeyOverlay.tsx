/** F1: the keys that work right now, drawn from the key map. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './Dialog'
import { KeyCap } from './KeyCap'
import { shownKeys } from './keyHabit'
import { keyMap, type Scope } from './keyMap'
import { activeScopes, useKeys } from './keys'

/** Scopes that are only words for F1, shown with the screen they belong to. */
const companions: Partial<Record<Scope, readonly Scope[]>> = {
  document: ['scanBar', 'postDialog', 'trayDialog'],
  stock: ['ledger'],
}

export const KeyOverlay = () => {
  const [scopes, setScopes] = useState<Scope[] | null>(null)
  const { t } = useTranslation()
  useKeys('global', { help: () => setScopes(withCompanions(activeScopes())) }, { level: 'global' })
  useEffect(() => {
    const show = (): void => setScopes(withCompanions(activeScopes()))
    window.addEventListener('zhanggui:help', show)
    return () => window.removeEventListener('zhanggui:help', show)
  }, [])
  return (
    <Dialog
      open={scopes !== null}
      title={t('common.keysTitle')}
      onClose={() => setScopes(null)}
      width={1000}
      testId="key-overlay"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keyboard */}
      <section className="key-scroll" tabIndex={0} aria-label={t('common.keysTitle')}>
        <div className="key-overlay">
          {scopes?.map((scope) => (
            <ScopeKeys key={scope} scope={scope} />
          ))}
        </div>
      </section>
    </Dialog>
  )
}

const withCompanions = (scopes: Scope[]): Scope[] => [
  ...new Set(scopes.flatMap((scope) => [scope, ...(companions[scope] ?? [])])),
]

const ScopeKeys = ({ scope }: { scope: Scope }) => {
  const { t } = useTranslation()
  return (
    <section>
      <h2>{t(`keys.${scope}.title`)}</h2>
      <dl>
        {Object.entries(keyMap[scope]).map(([action, key]) => (
          <div key={action} className="key-row">
            <dt>
              <KeyCap name={prettyKey(key)} />
              <span className="visually-hidden">{shownKeys(key)}</span>
            </dt>
            <dd>{t(`keys.${scope}.${action}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const arrows: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
}
export const prettyKey = (key: string): string =>
  key.replace(/Arrow\w+|Escape|Delete$/g, (part) => arrows[part] ?? part)

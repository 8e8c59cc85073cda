/** What the next scan is, where that must be said: from the shelf or set apart; goes in or comes out. Ctrl+B changes it. */
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Mode } from './faces'

interface ModeSwitchProps {
  modes: readonly Mode[]
  mode: Mode
  onMode(mode: Mode): void
}

const groupOf = (mode: Mode): 'condition' | 'lineRole' =>
  mode === 'stock' || mode === 'quarantine' ? 'condition' : 'lineRole'

export const ModeSwitch = ({ modes, mode, onMode }: ModeSwitchProps) => {
  const { t } = useTranslation()
  return (
    <div className="mode-switch" data-testid="mode-switch" data-mode={mode}>
      <Segmented<Mode>
        value={mode}
        onChange={onMode}
        aria-label={t('work.mode')}
        options={modes.map((value) => ({
          value,
          label: (
            <span title={`${t(`work.modeHint.${value}`)} Ctrl+B`} data-testid={`mode-${value}`}>
              {t(`${groupOf(value)}.${value}`)}
            </span>
          ),
        }))}
      />
    </div>
  )
}

/** The age of a store's figures: an icon, a word and, where there is room, the time it stands for. Counts on by itself. */
import { CheckCircleFilled, ClockCircleFilled, DisconnectOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { type AgeState, ageNow, ageState, ageText } from './age'
import { useNow } from './useNow'

interface AgeLabelProps {
  asOf: string | null
  ageSeconds: number | null
  /** HQ was put back to an older copy and has not heard all of the store since */
  provisional?: boolean
  fetchedAtMs: number
  /** with the time: "数据截至 14:05:12" */
  long?: boolean
  /** the icon alone, its words on hover and for those who do not see it */
  short?: boolean
  testId?: string
}

const icons: Record<AgeState, React.ReactNode> = {
  fresh: <CheckCircleFilled aria-hidden="true" />,
  offline: <DisconnectOutlined aria-hidden="true" />,
  never: <ClockCircleFilled aria-hidden="true" />,
}

export const AgeLabel = ({
  asOf,
  ageSeconds,
  provisional = false,
  fetchedAtMs,
  long = false,
  short = false,
  testId,
}: AgeLabelProps) => {
  const { t } = useTranslation()
  const seconds = ageNow(ageSeconds, fetchedAtMs, useNow())
  const state = ageState(seconds)
  return (
    <span
      className={`age age-${state}`}
      data-testid={testId}
      data-state={state}
      title={[short ? ageText(t, seconds) : '', asOf ? dayjs(asOf).format('YYYY-MM-DD HH:mm:ss') : ''].join(' ').trim()}
    >
      {icons[state]}
      <span className={short ? 'visually-hidden' : undefined}>{ageText(t, seconds)}</span>
      {provisional ? (
        <small className="look" title={t('age.provisionalHint')} data-testid="age-provisional">
          {t('age.provisional')}
        </small>
      ) : null}
      {long && asOf ? <small>{t('age.asOf', { time: clockText(asOf) })}</small> : null}
    </span>
  )
}

/** seconds today, the day before that */
const clockText = (iso: string): string => {
  const at = dayjs(iso)
  return at.isSame(dayjs(), 'day') ? at.format('HH:mm:ss') : at.format('MM-DD HH:mm')
}

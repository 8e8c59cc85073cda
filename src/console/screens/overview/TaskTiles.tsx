/** What waits for somebody at HQ, each a link to where it is done. Nothing is shown that this user may not see. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { useOpenAlarms } from '../../data/alarms'
import { useWaiting } from '../../data/inbox'
import { beatMs } from '../../data/pages'

const countMax = 200
const nearDays = 7

export const TaskTiles = () => {
  const mayApprove = useCan('document.decide')
  const maySeeDocuments = useCan('transfer.list')
  const maySeeStock = useCan('document.nearExpiry')
  const waiting = useWaiting()
  const alarms = useOpenAlarms()
  const differences = useOperation(
    'transfer.list',
    { states: ['difference'], limit: countMax },
    { enabled: maySeeDocuments, refetchIntervalMs: beatMs * 4 },
  )
  const near = useOperation(
    'document.nearExpiry',
    { days: nearDays, limit: countMax },
    { enabled: maySeeStock, refetchIntervalMs: beatMs * 12 },
  )
  return (
    <div className="task-tiles">
      {alarms ? <Task name="alarms" to="/alarms" n={alarms} more={false} /> : null}
      {mayApprove ? <Task name="waiting" to="/inbox" n={waiting} more={false} /> : null}
      {differences.data ? (
        <Task
          name="differences"
          to="/transfers?state=difference"
          n={differences.data.transfers.length}
          more={differences.data.more}
        />
      ) : null}
      {near.data ? (
        <Task name="nearExpiry" to={`/near-expiry?days=${nearDays}`} n={near.data.rows.length} more={near.data.more} />
      ) : null}
    </div>
  )
}

interface TaskProps {
  name: 'alarms' | 'waiting' | 'differences' | 'nearExpiry'
  to: string
  n: number
  more: boolean
}

const Task = ({ name, to, n, more }: TaskProps) => {
  const { t } = useTranslation()
  return (
    <Link className={n === 0 ? 'task-tile' : 'task-tile task-open'} to={to} data-testid={`task-${name}`}>
      <span>{t(`overview.task.${name}`)}</span>
      <b>
        {n}
        {more ? '+' : ''}
      </b>
    </Link>
  )
}

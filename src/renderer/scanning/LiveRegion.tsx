/** Says results to screen readers: errors at once, the rest when there is a pause. */
import { useScanState } from './scanState'

export const LiveRegion = () => {
  const spoken = useScanState((state) => state.spoken)
  // A no-break space at every other message makes the same words a change worth reading again.
  const text = spoken.text + (spoken.id % 2 ? '\u00a0' : '')
  return (
    <>
      <div className="visually-hidden" aria-live="assertive" data-testid="live-assertive">
        {spoken.urgent ? text : ''}
      </div>
      <div className="visually-hidden" aria-live="polite" data-testid="live-polite">
        {spoken.urgent ? '' : text}
      </div>
    </>
  )
}

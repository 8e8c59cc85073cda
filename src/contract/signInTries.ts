/**
 * How many wrong tries lock somebody at a store's PC: as the policy says, and never more than five, whatever it says: so many
 * HQ bears from one PC. Both sides ask here, or a shop would lock for a minute whom HQ locks for an hour.
 */
import type { Policy } from './schemas/masterData'

export const wrongTriesMax = 5

export const triesAllowed = ({ wrongPinMax }: Pick<Policy['signIn'], 'wrongPinMax'>): number =>
  Math.min(wrongPinMax, wrongTriesMax)

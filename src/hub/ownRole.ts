/** Nobody widens what they themselves may do: whoever may change roles leaves their own to another who may. */
import { amountLimitFen, limitedActs, permissionsOf, type RightsPolicy, roleHolds } from '../contract/permissions'
import type { Policy, Role } from '../contract/schemas/masterData'
import { highestLevel } from '../core/documents/approval'
import { documentTypes } from '../core/documents/states'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'

/** Every role they hold counts, over whatever branch and from whatever day. */
export const refuseOwnRoleWider = async (
  read: Reader,
  userId: string,
  before: Policy,
  after: Policy,
): Promise<void> => {
  const held = await read.all<{ role: Role }>('SELECT DISTINCT role FROM userRole WHERE userId = ? ORDER BY role', [
    userId,
  ])
  const wider = held.find(({ role }) => isWider(role, before, after))
  if (wider) throw new Refusal('OWN_ROLE_WIDER', { role: wider.role })
}

/**
 * May it do more by the new policy: another act, a larger amount, a higher step of approval, give away a role it could not?
 * A role that is new is its maker's to give: nobody gives themselves one.
 */
const isWider = (role: Role, before: Policy, after: Policy): boolean =>
  [...permissionsOf(role, after)].some((right) => !roleHolds(role, right, before)) ||
  isLimitHigher(role, before, after) ||
  highestLevel([levelOfRole(role, before), levelOfRole(role, after)]) !== levelOfRole(role, before) ||
  givenBy(role, after).some((given) => isRoleOf(before, given) && !givenBy(role, before).includes(given))

const isLimitHigher = (role: Role, before: Policy, after: Policy): boolean =>
  documentTypes.some((type) =>
    limitedActs.some((act) => {
      const [was, is] = [amountLimitFen([role], type, act, before), amountLimitFen([role], type, act, after)]
      return was !== null && (is === null || is > was) && roleHolds(role, `${type}.${act}`, after)
    }),
  )

const levelOfRole = (role: Role, { roles }: Pick<RightsPolicy, 'roles'>) =>
  roles.find(({ code, active }) => code === role && active)?.level ?? null

const isRoleOf = ({ roles }: Pick<RightsPolicy, 'roles'>, role: Role): boolean =>
  roles.some(({ code }) => code === role)

const givenBy = (role: Role, { roles }: Pick<RightsPolicy, 'roles'>): string[] =>
  roles.filter(({ grantedBy }) => grantedBy.includes(role)).map(({ code }) => code)

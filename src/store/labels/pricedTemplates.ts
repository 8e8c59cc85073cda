/** Which templates show a price, whoever drew them: a carton's or a zone's label on the goods is no price tag on them. */
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import { labelTemplates } from '../../core/labels/labelTemplates'
import { showsPrice } from '../../core/labels/showsPrice'
import type { Reader } from '../../database/unitOfWork'

/** Also those off the list, and HQ's withdrawn ones: what was printed in them still stands on a shelf. */
export const pricedTemplates = async (read: Reader): Promise<string[]> => {
  const drawn = await read.all<{ templateId: string; body: string }>(
    'SELECT templateId, body FROM labelTemplate UNION ALL SELECT templateId, body FROM hqLabelTemplate',
  )
  const builtIn = Object.values(labelTemplates).filter(showsPrice)
  return [...builtIn.map(({ id }) => id), ...drawn.filter(bodyShowsPrice).map(({ templateId }) => templateId)]
}

/** What cannot be read was not printed by this program. */
const bodyShowsPrice = ({ body }: { body: string }): boolean => {
  try {
    const parsed = labelTemplate.safeParse(JSON.parse(body))
    return parsed.success && showsPrice(parsed.data)
  } catch {
    return false
  }
}

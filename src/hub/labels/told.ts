/** What a PC's own log says of HQ's label templates: that it has one as it was published last. Nothing is booked from it. */
import { z } from 'zod'
import { templateHeard } from '../../core/labels/chainTemplate'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { type HubRuntime, isoNow } from '../runtime'

type Device = NonNullable<Caller['device']>

const toldLine = z.object({
  operation: z.literal(templateHeard),
  outcome: z.literal('done'),
  detail: z.object({ templateId: z.string().max(60), publication: z.number().int().min(1) }),
})

/** A line that names what HQ never published is passed over. */
export const takeTemplateLine = async (tx: Tx, runtime: HubRuntime, device: Device, line: unknown): Promise<void> => {
  const told = toldLine.safeParse(line)
  if (!told.success) return
  const { templateId, publication } = told.data.detail
  const known = await tx.one(
    'SELECT 1 AS found FROM chainTemplatePublication WHERE templateId = ? AND publication = ?',
    [templateId, publication],
  )
  if (!known) return
  const { deviceId, storeCode } = device
  await tx.insertRows(
    'chainTemplateHeard',
    [{ templateId, deviceId, storeCode, publication, heardAt: isoNow(runtime) }],
    `ON CONFLICT (templateId, deviceId) DO UPDATE SET publication = excluded.publication,
       storeCode = excluded.storeCode, heardAt = excluded.heardAt`,
  )
}

/** The hub's API in OpenAPI 3.1, made from the operations table: nothing is described by hand. */
import { z } from 'zod'
import { gatewayErrors, httpStatusOf } from '../../contract/errors'
import type { OperationDeclaration } from '../../contract/operation'
import { operations } from '../../contract/operations'

export const describeApi = (): object => ({
  openapi: '3.1.0',
  info: { title: 'Zhanggui hub', version: '1' },
  components: {
    securitySchemes: {
      device: { type: 'http', scheme: 'Device', description: 'token of an enrolled store PC' },
      session: { type: 'apiKey', in: 'cookie', name: 'zhanggui_session', description: 'with header x-zhanggui: 1' },
    },
  },
  paths: Object.fromEntries(
    (Object.entries(operations) as [string, OperationDeclaration][])
      .filter(([, declaration]) => declaration.runsOn !== 'store')
      .map(([name, declaration]) => [`/api/${name.replace('.', '/')}`, { post: describeOperation(name, declaration) }]),
  ),
})

const describeOperation = (name: string, declaration: OperationDeclaration): object => ({
  operationId: name,
  summary: declaration.summary,
  description: `Permission: ${declaration.permission}`,
  security: securityOf(declaration),
  requestBody: { required: true, content: { 'application/json': { schema: schemaOf(declaration.input, 'input') } } },
  responses: {
    200: {
      description: 'done',
      content: { 'application/json': { schema: envelope(schemaOf(declaration.output, 'output')) } },
    },
    ...refusalResponses(declaration),
  },
})

const securityOf = ({ permission }: OperationDeclaration): object[] => {
  if (permission === 'public') return []
  return [permission === 'device' ? { device: [] } : { session: [] }]
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' })

const envelope = (value: object): object => ({
  type: 'object',
  required: ['ok', 'value'],
  properties: { ok: { const: true }, value },
})

const refusalResponses = (declaration: OperationDeclaration): Record<number, object> => {
  const byStatus = new Map<number, string[]>()
  for (const code of [...gatewayErrors, ...declaration.errors]) {
    byStatus.set(httpStatusOf(code), [...(byStatus.get(httpStatusOf(code)) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, { description: codes.join(', ') }]))
}

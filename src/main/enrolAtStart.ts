/** --enrol-hub and --enrol-code: enrols this PC once, through the same operation a screen uses, and says how it went. */
import { randomUUID } from 'node:crypto'
import { createClient, type Invoke } from '../contract/client'
import type { CommandLine } from './commandLine'

export const enrolAtStart = async (
  enrolment: NonNullable<CommandLine['enrolment']>,
  invoke: Invoke,
  print: (line: string) => void,
): Promise<void> => {
  const client = createClient(invoke, randomUUID)
  const status = await client.call('app.status', {})
  if (!status.ok) return print(`enrolment failed ${status.error.code}`)
  if (status.value.enrolled) return print(`already enrolled ${status.value.storeCode} ${status.value.storeName}`)
  const enrolled = await client.call('app.enrol', enrolment)
  if (!enrolled.ok) return print(`enrolment failed ${enrolled.error.code}`)
  print(`enrolled ${enrolled.value.storeCode} ${enrolled.value.storeName}`)
}

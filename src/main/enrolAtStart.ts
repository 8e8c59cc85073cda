/** --enrol-hub and --enrol-code: enrols this PC once, through the same operation a screen uses; says and logs how it went. */
import { randomUUID } from 'node:crypto'
import { createClient, type Invoke } from '../contract/client'
import type { CommandLine } from './commandLine'
import type { Log } from './log'

/** true: this PC is enrolled, now or before */
export const enrolAtStart = async (
  enrolment: NonNullable<CommandLine['enrolment']>,
  invoke: Invoke,
  print: (line: string) => void,
  log: Log,
): Promise<boolean> => {
  const end = (isEnrolled: boolean, line: string): boolean => {
    log(isEnrolled ? 'info' : 'error', `at start: ${line}`)
    print(line)
    return isEnrolled
  }
  const client = createClient(invoke, randomUUID)
  const status = await client.call('app.status', {})
  if (!status.ok) return end(false, `enrolment failed ${status.error.code}`)
  if (status.value.enrolled) return end(true, `already enrolled ${status.value.storeCode} ${status.value.storeName}`)
  const enrolled = await client.call('app.enrol', enrolment)
  if (!enrolled.ok) return end(false, `enrolment failed ${enrolled.error.code}`)
  return end(true, `enrolled ${enrolled.value.storeCode} ${enrolled.value.storeName}`)
}

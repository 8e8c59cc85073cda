/** Why HQ does not believe an event, in the few kinds people have words for, beside the check's own words. */
import type { Ground } from '../../contract/schemas/alarm'

export class Doubt extends Error {
  constructor(
    readonly ground: Ground,
    message: string,
  ) {
    super(message)
  }
}

/** What a check throws is a doubt of that kind; the innermost one says it best. */
export const doubting = async <T>(ground: Ground, check: () => T | Promise<T>): Promise<T> => {
  try {
    return await check()
  } catch (error) {
    throw error instanceof Doubt ? error : new Doubt(ground, error instanceof Error ? error.message : String(error))
  }
}

export function believe(condition: unknown, ground: Ground, message: string): asserts condition {
  if (!condition) throw new Doubt(ground, message)
}

export const groundOf = (error: unknown): Ground => (error instanceof Doubt ? error.ground : 'other')

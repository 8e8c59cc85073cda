/** The answer of anything that may refuse: refusals are values, only bugs throw. */
export type Result<T, C extends string = string> =
  | { ok: true; value: T }
  | { ok: false; error: { code: C; params: RefusalParams; incidentId?: string } }

export type RefusalParams = Record<string, string | number | boolean | null>

export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <C extends string>(
  code: C,
  params: RefusalParams = {},
): { ok: false; error: { code: C; params: RefusalParams } } => ({ ok: false, error: { code, params } })

/** For programmer errors: a broken invariant stops the work at once. Stays on in production. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`)
}

export const assertNever = (value: never): never => {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}

/**
 * Every refusal this product can give, declared once: its family decides the HTTP status and how a screen behaves; the
 * words are in ui/i18n under `errors.<CODE>`. Anything not declared here is a bug and is answered as INTERNAL.
 */
export const families = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RULE: 422,
  INCOMPATIBLE: 426,
  TOO_MANY: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const

export type ErrorFamily = keyof typeof families

export const errors = {
  INVALID_INPUT: 'INVALID_INPUT',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  INTERNAL: 'INTERNAL',
  UNKNOWN_OPERATION: 'NOT_FOUND',

  WRONG_PIN: 'UNAUTHENTICATED',
  WRONG_PASSWORD: 'UNAUTHENTICATED',
  SIGN_IN_LOCKED: 'UNAUTHENTICATED',
  SIGN_IN_NEEDS_HUB: 'UNAVAILABLE',

  ENROLMENT_CODE_INVALID: 'RULE',
  ALREADY_ENROLLED: 'CONFLICT',
  NOT_ENROLLED: 'RULE',
  DEVICE_REVOKED: 'UNAUTHENTICATED',

  DOCUMENT_NOT_FOUND: 'NOT_FOUND',
  PRODUCT_NOT_FOUND: 'NOT_FOUND',
  LINE_NOT_FOUND: 'NOT_FOUND',
  TRAY_ENTRY_NOT_FOUND: 'NOT_FOUND',
  ORDER_NOT_FOUND: 'NOT_FOUND',
  STORE_NOT_FOUND: 'NOT_FOUND',
  LABEL_JOB_NOT_FOUND: 'NOT_FOUND',
  USER_NOT_FOUND: 'NOT_FOUND',

  VERSION_CONFLICT: 'CONFLICT',
  DOCUMENT_STATE: 'CONFLICT',
  ALREADY_EXISTS_DIFFERENT: 'CONFLICT',

  NOTHING_RECEIVED: 'RULE',
  TRAY_NOT_EMPTY: 'RULE',
  OVER_RECEIPT: 'RULE',
  QUANTITY_BELOW_ZERO: 'RULE',
  QUANTITY_TOO_LARGE: 'RULE',
  QUANTITY_NOT_WHOLE: 'RULE',
  NOTHING_TO_UNDO: 'RULE',
  DECISION_NOT_UNDOABLE: 'RULE',
  TRAY_ENTRY_NOT_A_PRODUCT: 'RULE',
  ORDER_NOT_OPEN: 'RULE',
  PRINTER_NOT_SET: 'RULE',

  SYNC_GAP: 'CONFLICT',
  SYNC_FORK: 'CONFLICT',
  SYNC_BAD_CHAIN: 'INVALID_INPUT',
  SYNC_BAD_SIGNATURE: 'UNAUTHENTICATED',
  SYNC_VERSION: 'INCOMPATIBLE',

  HUB_OFFLINE: 'UNAVAILABLE',
  HUB_TIMEOUT: 'UNAVAILABLE',
  HUB_NOT_ZHANGGUI: 'UNAVAILABLE',
  HUB_REFUSED: 'UNAVAILABLE',
  PRINTER_OFFLINE: 'UNAVAILABLE',
  PRINTER_TIMEOUT: 'UNAVAILABLE',
  PRINTER_REFUSED: 'UNAVAILABLE',
  PRINTER_RESET: 'UNAVAILABLE',
  /** the bytes are with the printer's network card and it said nothing more: look whether paper came out */
  PRINTER_SILENT: 'UNAVAILABLE',
  /** HQ holds these events but could not book them: people at HQ have to look */
  EVENTS_PARKED: 'RULE',
  STORE_RESTARTING: 'UNAVAILABLE',
  BUSY: 'UNAVAILABLE',
  TOO_MANY_REQUESTS: 'TOO_MANY',

  DATABASE_DAMAGED: 'INTERNAL',
  DATABASE_FOREIGN: 'INTERNAL',
  DATABASE_NEWER: 'INCOMPATIBLE',
  DATABASE_UNWRITABLE: 'INTERNAL',
  SQLITE_UNSAFE: 'INTERNAL',
} as const satisfies Record<string, ErrorFamily>

export type ErrorCode = keyof typeof errors

/** What the gateway itself may answer to any operation; an operation declares only what is its own. */
export const gatewayErrors = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INTERNAL',
  'UNKNOWN_OPERATION',
  'BUSY',
  'STORE_RESTARTING',
  'DEVICE_REVOKED',
  'TOO_MANY_REQUESTS',
] as const satisfies readonly ErrorCode[]

export const httpStatusOf = (code: ErrorCode): number => families[errors[code]]
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errors, text)

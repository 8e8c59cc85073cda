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
  TOO_LARGE: 413,
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
  /** this window is locked; whoever signs in goes on */
  SESSION_LOCKED: 'UNAUTHENTICATED',
  WRONG_PASSWORD: 'UNAUTHENTICATED',
  SIGN_IN_LOCKED: 'UNAUTHENTICATED',
  SIGN_IN_NEEDS_HUB: 'UNAVAILABLE',
  /** the password was right, a code of the authenticator app is asked too */
  TOTP_NEEDED: 'UNAUTHENTICATED',
  WRONG_TOTP: 'UNAUTHENTICATED',
  TOTP_ON: 'CONFLICT',
  TOTP_OFF: 'CONFLICT',
  TOTP_NOT_BEGUN: 'CONFLICT',
  PASSWORD_TOO_WEAK: 'RULE',
  PASSWORD_CHANGE_NEEDED: 'FORBIDDEN',
  /** the password has to be given once more before this */
  STEP_UP_NEEDED: 'FORBIDDEN',
  SESSION_NOT_FOUND: 'NOT_FOUND',
  /** the call came from another site's page */
  FOREIGN_ORIGIN: 'FORBIDDEN',

  ENROLMENT_CODE_INVALID: 'RULE',
  /** there is no unused one of that store to take back */
  ENROLMENT_CODE_NOT_OPEN: 'NOT_FOUND',
  ALREADY_ENROLLED: 'CONFLICT',
  NOT_ENROLLED: 'RULE',
  DEVICE_REVOKED: 'UNAUTHENTICATED',
  /** the PC cannot open its key, or HQ does not know the one it shows */
  DEVICE_KEY_LOST: 'UNAUTHENTICATED',
  RECOVERY_CODE_INVALID: 'RULE',
  /** disabled twice, restored without having been disabled */
  DEVICE_STATE: 'CONFLICT',

  DEVICE_NOT_FOUND: 'NOT_FOUND',
  DOCUMENT_NOT_FOUND: 'NOT_FOUND',
  PRODUCT_NOT_FOUND: 'NOT_FOUND',
  LINE_NOT_FOUND: 'NOT_FOUND',
  TRAY_ENTRY_NOT_FOUND: 'NOT_FOUND',
  CODE_REQUEST_NOT_FOUND: 'NOT_FOUND',
  ORDER_NOT_FOUND: 'NOT_FOUND',
  STORE_NOT_FOUND: 'NOT_FOUND',
  REGION_NOT_FOUND: 'NOT_FOUND',
  ROLE_NOT_FOUND: 'NOT_FOUND',
  LABEL_JOB_NOT_FOUND: 'NOT_FOUND',
  /** nothing of it is in doubt any more */
  LABEL_BATCH_NOT_FOUND: 'NOT_FOUND',
  USER_NOT_FOUND: 'NOT_FOUND',
  HAT_NOT_FOUND: 'NOT_FOUND',
  WAREHOUSE_NOT_FOUND: 'NOT_FOUND',
  SUPPLIER_NOT_FOUND: 'NOT_FOUND',
  REASON_NOT_FOUND: 'NOT_FOUND',
  RECIPE_NOT_FOUND: 'NOT_FOUND',
  ATTACHMENT_NOT_FOUND: 'NOT_FOUND',
  TRANSFER_NOT_FOUND: 'NOT_FOUND',
  STOCKTAKE_NOT_FOUND: 'NOT_FOUND',
  STOCKTAKE_ZONE_NOT_FOUND: 'NOT_FOUND',
  STOCKTAKE_TASK_NOT_FOUND: 'NOT_FOUND',
  STOCKTAKE_SCHEDULE_NOT_FOUND: 'NOT_FOUND',
  CATEGORY_NOT_FOUND: 'NOT_FOUND',
  COUNT_SHEET_NOT_FOUND: 'NOT_FOUND',
  LOT_NOT_FOUND: 'NOT_FOUND',
  ALARM_NOT_FOUND: 'NOT_FOUND',

  VERSION_CONFLICT: 'CONFLICT',
  DOCUMENT_STATE: 'CONFLICT',
  /** on its way, or out: only what waits is changed */
  LABEL_JOB_STATE: 'CONFLICT',
  ALREADY_EXISTS_DIFFERENT: 'CONFLICT',
  /** of a store, a region, a user: something new needs one of its own */
  CODE_TAKEN: 'CONFLICT',
  /** somebody else works on this draft just now */
  DOCUMENT_HELD: 'CONFLICT',
  /** a store's paper is changed in the store, HQ's at HQ */
  DOCUMENT_WRITTEN_ELSEWHERE: 'CONFLICT',
  /** somebody else looked at it first */
  ALARM_CLOSED: 'CONFLICT',
  /** the document is not what the decision was made about */
  CONTENT_CHANGED: 'CONFLICT',
  ALREADY_REVERSED: 'CONFLICT',
  TRANSFER_STATE: 'CONFLICT',
  STOCKTAKE_STATE: 'CONFLICT',
  /** opened, called off or handed in already */
  STOCKTAKE_TASK_STATE: 'CONFLICT',
  /** ended for good, or so already */
  STOCKTAKE_SCHEDULE_STATE: 'CONFLICT',
  /** whoever counted a zone does not count it again beside their own count */
  STOCKTAKE_COUNTED_ALREADY: 'CONFLICT',
  STOCKTAKE_HELD_ELSEWHERE: 'CONFLICT',
  STOCKTAKE_BOOKS_ELSEWHERE: 'CONFLICT',
  /** held against the books once, a count stands for good */
  STOCKTAKE_COUNT_REVIEWED: 'CONFLICT',
  /** its round is over: another count of the zone was asked for since it was printed */
  COUNT_SHEET_OUTDATED: 'CONFLICT',
  /** the same figures came in before */
  COUNT_FILE_TAKEN: 'CONFLICT',
  /** a part of what this request was granted before is on its way */
  ALREADY_TRANSFERRED: 'CONFLICT',
  /** nothing more of it is to be sent */
  TRANSFER_CALLED_OFF: 'CONFLICT',

  APPROVAL_NEEDED: 'FORBIDDEN',
  APPROVER_IS_AUTHOR: 'FORBIDDEN',
  APPROVAL_LEVEL: 'FORBIDDEN',
  /** worth more than HQ lets these roles do */
  AMOUNT_LIMIT: 'FORBIDDEN',
  /** none of the caller's roles gives this role, or not over that branch */
  ROLE_NOT_GRANTABLE: 'FORBIDDEN',
  /** nobody changes their own roles */
  OWN_RIGHTS: 'FORBIDDEN',
  /** nor what a role they hold may do to more */
  OWN_ROLE_WIDER: 'FORBIDDEN',
  /** concerns every branch, the caller works for one */
  WHOLE_CHAIN_ONLY: 'FORBIDDEN',
  OVERRIDE_NOT_HELD: 'FORBIDDEN',
  OVERRIDE_OWN: 'FORBIDDEN',
  OVERRIDE_SPENT: 'FORBIDDEN',
  /** the paper is another by now than the one the right was lent for */
  OVERRIDE_PAPER_CHANGED: 'FORBIDDEN',

  /** four eyes: not by who counted it before */
  STOCKTAKE_RECOUNT_BY_OTHER: 'FORBIDDEN',
  /** somebody else began it: voiding it is the manager's */
  COUNT_NOT_OWN: 'FORBIDDEN',

  /** counted blind: no figure of the books until the count is booked */
  STOCK_BEING_COUNTED: 'RULE',
  STOCKTAKE_SCOPE_EMPTY: 'RULE',
  COUNT_SHEET_EMPTY: 'RULE',
  /** another line of a page says how many there are of this lot */
  COUNT_LOT_TWICE: 'RULE',
  COUNT_FILE_FAULTS: 'RULE',
  /** one product in two open stocktakes would be booked twice */
  STOCKTAKE_OVERLAPS: 'RULE',
  STOCKTAKE_COUNTS_OPEN: 'RULE',
  /** the branch that was chosen has no shop */
  STOCKTAKE_NO_STORES: 'RULE',
  STOCKTAKE_DUE_PAST: 'RULE',
  /** between its first and its last day it falls on none */
  STOCKTAKE_NEVER_DUE: 'RULE',
  STOCKTAKE_NOT_COUNTED: 'RULE',
  /** only some products are counted again, and it is none of them */
  STOCKTAKE_BEYOND_RECOUNT: 'RULE',
  /** what was found on a shelf is the manager's to throw away */
  COUNT_NOT_EMPTY: 'RULE',
  STOCKTAKE_ZONE_TWICE: 'RULE',
  STOCKTAKE_HOLDER_WORKS: 'RULE',
  STOCKTAKE_RECOUNTS_OPEN: 'RULE',
  STOCKTAKE_LINES_OPEN: 'RULE',
  /** called off, it would say that nothing was booked */
  STOCKTAKE_PAPERS_POSTED: 'RULE',
  /** more than HQ takes in one piece */
  EVENT_TOO_LARGE: 'RULE',
  NOTHING_RECEIVED: 'RULE',
  TRAY_NOT_EMPTY: 'RULE',
  OVER_RECEIPT: 'RULE',
  /** more leaves than HQ approved */
  OVER_APPROVED: 'RULE',
  RECIPE_NOT_FOLLOWED: 'RULE',
  NOTHING_GRANTED: 'RULE',
  DELIVERY_NOTE_TWICE: 'RULE',
  QUANTITY_BELOW_ZERO: 'RULE',
  QUANTITY_TOO_LARGE: 'RULE',
  QUANTITY_NOT_WHOLE: 'RULE',
  NOTHING_TO_UNDO: 'RULE',
  DECISION_NOT_UNDOABLE: 'RULE',
  REMOVAL_NOT_UNDOABLE: 'RULE',
  /** of an order or a transfer: set to nothing, it says that nothing came */
  LINE_PLANNED: 'RULE',
  TRAY_ENTRY_NOT_A_PRODUCT: 'RULE',
  TRAY_ENTRY_IS_PRODUCT: 'RULE',
  /** nothing HQ could write down: it cannot be read, or names a parcel */
  CODE_NOT_ASKABLE: 'RULE',
  CODE_KNOWN: 'CONFLICT',
  CODE_ANSWERED: 'CONFLICT',
  /** another product or pack has it; said so, HQ may still give it to both */
  BARCODE_TAKEN: 'CONFLICT',
  CODE_KIND: 'RULE',
  BARCODES_TOO_MANY: 'RULE',
  LABEL_TEMPLATE_NOT_FOUND: 'NOT_FOUND',
  /** saved or taken off the list since it was opened */
  LABEL_TEMPLATE_CHANGED: 'CONFLICT',
  LABEL_TEMPLATE_NAME_TAKEN: 'CONFLICT',
  /** HQ's own: a store prints with it, and changes a copy */
  LABEL_TEMPLATE_FROM_HQ: 'RULE',
  /** it could not be printed, or lacks what a price tag has to show; `why` says what */
  LABEL_TEMPLATE_UNFIT: 'RULE',
  LABEL_TEMPLATES_TOO_MANY: 'RULE',
  LABEL_NAME_MISSING: 'RULE',
  LABEL_PRICE_MISSING: 'RULE',
  LABEL_PRICE_TOO_WIDE: 'RULE',
  LABEL_LOT_MISSING: 'RULE',
  LABEL_PACK_MISSING: 'RULE',
  LABEL_PLACE_MISSING: 'RULE',
  /** its template is of another kind than what the line is about */
  LABEL_TEMPLATE_MISFIT: 'RULE',
  /** no printer holds the paper of its template, and nobody chose one */
  LABEL_PAPER_NOT_LOADED: 'RULE',
  LABEL_SHEET_UNFIT: 'RULE',
  PRICE_CHANGE_NOT_FOUND: 'NOT_FOUND',
  /** it took effect or was called off already */
  PRICE_CHANGE_STATE: 'CONFLICT',
  PRICE_DATE_PAST: 'RULE',
  PRICE_LINE_TWICE: 'RULE',
  /** the product costs that already */
  PRICE_SAME: 'RULE',
  /** another change gives it a price on the same day */
  PRICE_PLANNED_ALREADY: 'CONFLICT',
  ORDER_NOT_OPEN: 'RULE',
  PRINTER_NOT_SET: 'RULE',
  PRINTER_NOT_FOUND: 'NOT_FOUND',
  /** the optional module for HID devices, or a library of the system it stands on, is not there */
  HID_UNAVAILABLE: 'RULE',
  /** switched off at HQ */
  DOCUMENT_TYPE_OFF: 'RULE',
  /** opened from an order or a transfer, never by "new" */
  DOCUMENT_NEEDS_SOURCE: 'RULE',
  WAREHOUSE_CANNOT_RECEIVE: 'RULE',
  WAREHOUSE_IN_USE: 'RULE',
  SAME_WAREHOUSE: 'RULE',
  LINES_MISSING: 'RULE',
  LINES_TOO_MANY: 'RULE',
  FIELD_MISSING: 'RULE',
  PHOTO_MISSING: 'RULE',
  REASON_MISSING: 'RULE',
  REASON_IN_USE: 'RULE',
  /** people hold it */
  ROLE_IN_USE: 'RULE',
  /** nobody would be left who could give rights again */
  LAST_ADMIN: 'RULE',
  PIN_TOO_WEAK: 'RULE',
  LOT_REQUIRED: 'RULE',
  INSUFFICIENT_STOCK: 'RULE',
  PRODUCT_NOT_PLANNED: 'RULE',
  QUANTITY_NOT_USED: 'RULE',
  /** a count is of the shelf alone */
  CONDITION_NOT_USED: 'RULE',
  NOT_REVERSIBLE: 'RULE',
  SETTLEMENT_TOO_LARGE: 'RULE',
  SETTLEMENT_WAY: 'RULE',
  /** nobody could post what HQ decided about this store's goods */
  STORE_HAS_NO_PC: 'RULE',
  POLICY_PREFIX_TWICE: 'RULE',
  /** a scale's label is not read as its rule says it should be */
  WEIGH_RULE_TEST: 'RULE',
  ATTACHMENT_UNREADABLE: 'RULE',
  ATTACHMENTS_TOO_MANY: 'RULE',

  SYNC_GAP: 'CONFLICT',
  SYNC_FORK: 'CONFLICT',
  SYNC_BAD_CHAIN: 'INVALID_INPUT',
  SYNC_BAD_SIGNATURE: 'UNAUTHENTICATED',
  SYNC_VERSION: 'INCOMPATIBLE',
  /** this PC is newer than HQ's server: it works on, and tells everything once HQ is upgraded */
  HUB_OLDER: 'INCOMPATIBLE',

  HUB_OFFLINE: 'UNAVAILABLE',
  HUB_TIMEOUT: 'UNAVAILABLE',
  HUB_NOT_ZHANGGUI: 'UNAVAILABLE',
  /** HQ has enough at work: this PC waits its turn, which is no fault of anything */
  HUB_BUSY: 'UNAVAILABLE',
  HUB_REFUSED: 'UNAVAILABLE',
  PRINTER_OFFLINE: 'UNAVAILABLE',
  PRINTER_TIMEOUT: 'UNAVAILABLE',
  PRINTER_REFUSED: 'UNAVAILABLE',
  PRINTER_RESET: 'UNAVAILABLE',
  PRINTER_PAPER_OUT: 'UNAVAILABLE',
  PRINTER_RIBBON_OUT: 'UNAVAILABLE',
  PRINTER_HEAD_OPEN: 'UNAVAILABLE',
  PRINTER_PAUSED: 'UNAVAILABLE',
  /** it says that something is wrong, and not what this program knows by name */
  PRINTER_FAULT: 'UNAVAILABLE',
  /** a scanner of this PC, or another program, has its port */
  PRINTER_BUSY_ELSEWHERE: 'UNAVAILABLE',
  /** the system knows no such queue any more */
  PRINTER_QUEUE_GONE: 'UNAVAILABLE',
  PRINTER_QUEUE_STOPPED: 'UNAVAILABLE',
  /** a sheet of paper, not a label */
  PAPER_NOT_PRINTED: 'UNAVAILABLE',
  /** its file is made, and nothing on this PC opens it: somebody has to say whether it was printed elsewhere */
  PAPER_NOT_SHOWN: 'UNAVAILABLE',
  /** this paper has no such form: no plan to differ from, or one the caller may not see yet */
  PAPER_FORM_UNFIT: 'RULE',
  PAPER_QUEUE_NOT_SET: 'RULE',
  PAPER_SPOOLER_MISSING: 'UNAVAILABLE',
  PAPER_QUEUE_GONE: 'UNAVAILABLE',
  PAPER_QUEUE_CLOSED: 'UNAVAILABLE',
  PAPER_NOT_SPOOLED: 'UNAVAILABLE',
  /** the bytes are with the printer's network card and it said nothing more: look whether paper came out */
  PRINTER_SILENT: 'UNAVAILABLE',
  /** HQ holds these events but could not book them: people at HQ have to look */
  EVENTS_PARKED: 'RULE',
  STORE_RESTARTING: 'UNAVAILABLE',
  BUSY: 'UNAVAILABLE',
  TOO_MANY_REQUESTS: 'TOO_MANY',
  /** more bytes in one call than HQ takes */
  BODY_TOO_LARGE: 'TOO_LARGE',
  /** one event of this PC alone is more than HQ takes in one call: people have to look */
  SYNC_EVENT_TOO_LARGE: 'TOO_LARGE',

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
  'SESSION_LOCKED',
  'FORBIDDEN',
  'INTERNAL',
  'UNKNOWN_OPERATION',
  'BUSY',
  'STORE_RESTARTING',
  'DEVICE_REVOKED',
  'TOO_MANY_REQUESTS',
  'BODY_TOO_LARGE',
  'HUB_BUSY',
  'OVERRIDE_SPENT',
  'OVERRIDE_PAPER_CHANGED',
  'PASSWORD_CHANGE_NEEDED',
  'STEP_UP_NEEDED',
  'FOREIGN_ORIGIN',
] as const satisfies readonly ErrorCode[]

export const httpStatusOf = (code: ErrorCode): number => families[errors[code]]
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errors, text)

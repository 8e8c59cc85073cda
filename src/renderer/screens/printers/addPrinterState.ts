/** Given along on the way to the settings: the wizard for one more printer opens there. */
export const addPrinterState = { addPrinter: true } as const

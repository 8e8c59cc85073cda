/** 标签打印机: what the set-up wizard and the list of printers ask of the devices. Settings themselves are `device.*`. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty } from '../schemas/common'
import {
  draftPrinter,
  printerFaults,
  printerLog,
  printerStatus,
  printStates,
  spoolers,
  testPages,
} from '../schemas/printer'

export const printerOperations = defineOperations({
  'printer.status': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'Whether a printer of the settings can be reached, and its state where it tells one',
    input: z.strictObject({ printerId: z.string().min(1).max(40) }),
    output: printerStatus,
    errors: ['PRINTER_NOT_FOUND'],
  },
  'printer.probe': {
    // no query: whoever may look at the settings must not knock at every address of the shop's network
    kind: 'errand',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Ask a printer that is being set up for its state; nothing is printed',
    input: z.strictObject({ printer: draftPrinter }),
    output: printerStatus,
    errors: [],
  },
  'printer.queues': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'Print queues of the system, with their state',
    input: empty,
    output: spoolers,
    errors: [],
  },
  'printer.printTest': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Print a test page on a printer that is being set up; what its codes say is answered, to be scanned back',
    input: z.strictObject({ printer: draftPrinter, page: z.enum(testPages) }),
    output: z.strictObject({
      state: z.enum(printStates),
      widthMm: z.number().int(),
      heightMm: z.number().int(),
      /** '' where the page has no such code */
      bars: z.string(),
      square: z.string(),
    }),
    errors: ['LABEL_TEMPLATE_NOT_FOUND', ...printerFaults],
  },
  'printer.log': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'What went to the printers of this PC and came from them since it was started, the newest last',
    input: empty,
    output: printerLog,
    errors: [],
  },
})

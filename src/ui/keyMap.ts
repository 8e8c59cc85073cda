/**
 * Every key of the product, once. Scope -> action -> key; the words of an action are `keys.<scope>.<action>`.
 * F1 is drawn from this table, and a test finds a key used twice in a scope. Screens are open together with `global`.
 */
export const keyMap = {
  global: {
    help: 'F1',
    refresh: 'F5',
    lock: 'Ctrl+L',
    home: 'Alt+1',
    receiving: 'Alt+2',
    documents: 'Alt+3',
    transfers: 'Alt+4',
    stock: 'Alt+5',
    labels: 'Alt+6',
    settings: 'Alt+7',
    trail: 'Alt+8',
    stocktakes: 'Alt+9',
  },
  signIn: { previousUser: 'ArrowUp', nextUser: 'ArrowDown', enter: 'Enter', deleteDigit: 'Backspace', kind: 'Alt+P' },
  home: {
    previous: 'ArrowLeft',
    next: 'ArrowRight',
    open: 'Enter',
    task1: '1',
    task2: '2',
    task3: '3',
    task4: '4',
    task5: '5',
    task6: '6',
    task7: '7',
    task8: '8',
  },
  receivingList: {
    previousTab: 'ArrowLeft',
    nextTab: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    search: 'F3',
    withoutOrder: 'Ctrl+N',
    copy: 'Ctrl+D',
    export: 'Ctrl+E',
    clear: 'Escape',
  },
  documentList: {
    previousTab: 'ArrowLeft',
    nextTab: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    search: 'F3',
    create: 'Ctrl+N',
    copy: 'Ctrl+D',
    export: 'Ctrl+E',
    clear: 'Escape',
  },
  transferList: {
    previousTab: 'ArrowLeft',
    nextTab: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    search: 'F3',
    request: 'Ctrl+N',
    giveBack: 'Ctrl+B',
    export: 'Ctrl+E',
    clear: 'Escape',
  },
  stocktakeList: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    create: 'Ctrl+N',
    export: 'Ctrl+E',
  },
  /** the letter acts while the list has the focus, after a moment of silence: ui/quietLetters */
  stocktake: {
    previousTab: 'Ctrl+Shift+Tab',
    nextTab: 'Ctrl+Tab',
    previousFilter: 'ArrowLeft',
    nextFilter: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    search: 'F3',
    reason: 'F2',
    recount: 'R',
    choose: 'Ctrl+B',
    addZone: 'Ctrl+N',
    export: 'Ctrl+E',
    forward: 'F12',
    cancel: 'Ctrl+Delete',
    back: 'Escape',
  },
  transfer: { forward: 'F12', up: 'ArrowUp', down: 'ArrowDown', export: 'Ctrl+E', back: 'Escape' },
  document: {
    editQuantity: 'F2',
    removeLine: 'Delete',
    scanBar: 'F3',
    pick: 'F4',
    hold: 'F6',
    resume: 'Shift+F6',
    header: 'F7',
    foldHeader: 'F8',
    second: 'Ctrl+B',
    rejected: 'Ctrl+J',
    free: 'Ctrl+G',
    undo: 'Ctrl+Z',
    tray: 'Ctrl+U',
    photos: 'Ctrl+O',
    history: 'Ctrl+H',
    lend: 'Alt+L',
    takeOver: 'Alt+T',
    copy: 'Ctrl+D',
    export: 'Ctrl+E',
    nextView: 'Ctrl+Tab',
    previousView: 'Ctrl+Shift+Tab',
    post: 'F12',
    backward: 'Shift+F12',
    cancelDraft: 'Ctrl+Delete',
    up: 'ArrowUp',
    down: 'ArrowDown',
    pageUp: 'PageUp',
    pageDown: 'PageDown',
    back: 'Escape',
    printLabels: 'Shift+F9',
  },
  lotPanel: { confirm: 'Enter', close: 'Escape' },
  lotDayPanel: { known: 'Alt+K', printed: 'Alt+P', close: 'Escape' },
  scanBar: { times: '12*', add: '+3 Enter', subtract: '-3 Enter', set: '=24 Enter', code: '6901… Enter' },
  postDialog: {
    confirm: 'Ctrl+Enter',
    closeShort: 'Alt+X',
    tray: 'Ctrl+U',
    header: 'F7',
    photos: 'Ctrl+O',
    close: 'Escape',
  },
  decideDialog: { approve: 'Ctrl+Enter', refuse: 'Alt+R', close: 'Escape' },
  pickDialog: { up: 'ArrowUp', down: 'ArrowDown', pick: 'Enter', close: 'Escape' },
  newDialog: {
    previous: 'ArrowLeft',
    next: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    confirm: 'Ctrl+Enter',
    close: 'Escape',
  },
  photoPanel: { add: 'Alt+A', close: 'Escape' },
  trayDialog: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    setAside: 'Alt+S',
    accept: 'Alt+A',
    link: 'Alt+L',
    ask: 'Alt+Q',
    confirm: 'Ctrl+Enter',
    close: 'Escape',
  },
  /** letters act while the list has the focus, after a moment of silence: ui/quietLetters */
  inbox: { up: 'ArrowUp', down: 'ArrowDown', tick: 'Space', approve: 'A', refuse: 'R' },
  alarms: { up: 'ArrowUp', down: 'ArrowDown', close: 'C' },
  codes: { up: 'ArrowUp', down: 'ArrowDown', link: 'A', refuse: 'R' },
  dialog: { confirm: 'Ctrl+Enter', close: 'Escape' },
  overrideDialog: { confirm: 'Ctrl+Enter', kind: 'Alt+P', close: 'Escape' },
  stock: {
    previousTab: 'Ctrl+Shift+Tab',
    nextTab: 'Ctrl+Tab',
    search: 'F3',
    up: 'ArrowUp',
    down: 'ArrowDown',
    ledger: 'Enter',
    correctLot: 'F2',
    export: 'Ctrl+E',
    clear: 'Escape',
  },
  ledger: { up: 'ArrowUp', down: 'ArrowDown', openDocument: 'Enter', export: 'Ctrl+E', close: 'Escape' },
  labels: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    select: 'Space',
    selectAll: 'Ctrl+A',
    print: 'Shift+F9',
    printCurrent: 'Ctrl+Shift+F9',
    export: 'Ctrl+E',
    toGrid: 'F3',
  },
  settings: { save: 'Ctrl+S', testLabel: 'Ctrl+T' },
  trail: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    search: 'F3',
    lent: 'Alt+L',
    verify: 'Alt+V',
    export: 'Ctrl+E',
    clear: 'Escape',
  },
  trailPanel: { openDocument: 'Enter', close: 'Escape' },
} as const satisfies Record<string, Record<string, string>>

export type KeyMap = typeof keyMap
export type Scope = keyof KeyMap
export type ActionOf<S extends Scope> = keyof KeyMap[S] & string

/** Scopes that are open together with the global keys: a key may not mean two things there. */
export const screenScopes = [
  'home',
  'receivingList',
  'documentList',
  'transferList',
  'transfer',
  'stocktakeList',
  'stocktake',
  'document',
  'stock',
  'labels',
  'settings',
  'trail',
] as const satisfies readonly Scope[]

export const keyOf = <S extends Scope>(scope: S, action: ActionOf<S>): string =>
  (keyMap[scope] as Record<string, string>)[action] ?? ''

/** Keys used twice inside one scope, or by a screen and the global scope at once; empty when all is well. */
export const duplicateKeys = (map: Record<string, Record<string, string>> = keyMap): string[] => {
  const twice: string[] = []
  for (const [scope, actions] of Object.entries(map)) {
    const inherited = (screenScopes as readonly string[]).includes(scope) ? Object.values(map.global ?? {}) : []
    const seen = new Set<string>(inherited)
    for (const key of Object.values(actions)) {
      if (seen.has(key)) twice.push(`${scope}: ${key}`)
      seen.add(key)
    }
  }
  return twice
}

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
    stock: 'Alt+3',
    labels: 'Alt+4',
    settings: 'Alt+5',
  },
  signIn: { previousUser: 'ArrowUp', nextUser: 'ArrowDown', enter: 'Enter', deleteDigit: 'Backspace' },
  home: { previous: 'ArrowLeft', next: 'ArrowRight', open: 'Enter', task1: '1', task2: '2', task3: '3', task4: '4' },
  receivingList: {
    previousTab: 'ArrowLeft',
    nextTab: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    open: 'Enter',
    scanHere: 'F3',
  },
  receipt: {
    editQuantity: 'F2',
    scanBar: 'F3',
    undo: 'Ctrl+Z',
    tray: 'Ctrl+U',
    nextView: 'Ctrl+Tab',
    previousView: 'Ctrl+Shift+Tab',
    foldHeader: 'F8',
    post: 'F12',
    cancelDraft: 'Ctrl+Delete',
    up: 'ArrowUp',
    down: 'ArrowDown',
    pageUp: 'PageUp',
    pageDown: 'PageDown',
    back: 'Escape',
    printLabels: 'Shift+F9',
  },
  scanBar: { times: '12*', add: '+3 Enter', subtract: '-3 Enter', set: '=24 Enter', code: '6901… Enter' },
  postDialog: { confirm: 'Ctrl+Enter', tray: 'Ctrl+U', close: 'Escape' },
  trayDialog: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    setAside: 'Alt+S',
    accept: 'Alt+A',
    confirm: 'Ctrl+Enter',
    close: 'Escape',
  },
  dialog: { confirm: 'Ctrl+Enter', close: 'Escape' },
  stock: { search: 'F3', up: 'ArrowUp', down: 'ArrowDown', ledger: 'Enter', clear: 'Escape' },
  ledger: { up: 'ArrowUp', down: 'ArrowDown', openDocument: 'Enter', close: 'Escape' },
  labels: {
    up: 'ArrowUp',
    down: 'ArrowDown',
    select: 'Space',
    selectAll: 'Ctrl+A',
    print: 'Shift+F9',
    printCurrent: 'Ctrl+Shift+F9',
    toGrid: 'F3',
  },
  settings: { save: 'Ctrl+S', testLabel: 'Ctrl+T' },
} as const satisfies Record<string, Record<string, string>>

export type KeyMap = typeof keyMap
export type Scope = keyof KeyMap
export type ActionOf<S extends Scope> = keyof KeyMap[S] & string

/** Scopes that are open together with the global keys: a key may not mean two things there. */
export const screenScopes = [
  'home',
  'receivingList',
  'receipt',
  'stock',
  'labels',
  'settings',
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

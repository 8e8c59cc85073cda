/** One journey as it runs in a shop: a user without rights, the operating system's sandbox on, keyboard alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { codesOf, orderOf, todaysChain } from '../support/demo/goods'
import { HubProcess } from '../support/devices/hubProcess'
import { enrolPc, openModule, press, sees, signIn, typeText } from '../support/devices/person'
import { StoreApp } from '../support/devices/storeApp'
import { prepareUnprivileged } from '../support/devices/unprivileged'
import { manager, post, receiptOf, removeFolder, storeCode, temporaryFolder } from './shop'

test('without rights and inside the sandbox: enrol, receive by keyboard, post', async () => {
  const folder = temporaryFolder()
  const hub = await HubProcess.start(join(folder, 'hub'))
  let app: StoreApp | undefined
  try {
    const unprivileged = prepareUnprivileged(folder)
    app = await StoreApp.start({ dataDir: join(unprivileged.home, 'store'), unprivileged })
    const processes = await app.electron.evaluate(({ app: running }) =>
      running.getAppMetrics().map(({ type, pid }) => ({ type, pid })),
    )
    const page = processes.find(({ type }) => type === 'Tab')
    expect(statusOf(page?.pid, 'Seccomp')).toBe('2')
    for (const { pid } of processes) expect(statusOf(pid, 'Uid')).not.toBe('0')

    await enrolPc(app.page, hub.url, hub.enrolmentCode)
    await press(app.page, 'Enter')
    await signIn(app.page, hub.login(manager))
    await openModule(app.page, 'receiving')
    await press(app.page, 'Enter')
    await sees(app.page, '[data-testid=receipt][data-state=draft]')
    const chain = todaysChain()
    const line = orderOf(chain, storeCode, 60).lines[0]
    await typeText(app.page, codesOf(chain, line?.sku ?? '').piece.code)
    await press(app.page, 'Enter')
    await sees(app.page, '[data-testid=result][data-outcome=firstOfLine]')
    await typeText(app.page, '=5')
    await press(app.page, 'Enter')
    await sees(app.page, '[data-testid=result][data-outcome=adjust]')
    expect((await receiptOf(app.page)).header.quantityTotal).toBe(5000)
    expect(await post(app.page)).toMatch(/^CGRK-S001-\d{6}-A0001$/)
  } finally {
    await app?.close()
    await hub.stop()
    removeFolder(folder)
  }
})

const statusOf = (pid: number | undefined, name: string): string | undefined =>
  new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]

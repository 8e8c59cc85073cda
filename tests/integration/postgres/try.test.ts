import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../../../src/database/postgres/openPostgres'
import { startPostgres, type Postgres } from '../../support/postgres'
import { startHub, startStore, chain, temporaryFolder, removeFolder } from '../../support/world'
let server: Postgres
const folder = temporaryFolder()
beforeAll(async () => { server = await startPostgres() }, 60000)
afterAll(async () => { await server.close(); removeFolder(folder) })
it('opens', async () => {
  const url = await server.database('one')
  const t0 = Date.now()
  const database = await openPostgres({ url, file: folder + '/hub.db' })
  console.log('opened', Date.now() - t0)
  await database.write((tx) => tx.run(`INSERT INTO meta (key, value) VALUES ('hubId', ?) ON CONFLICT DO NOTHING`, ['x']))
  expect(await database.read.one('SELECT * FROM meta WHERE key = ?', ['hubId'])).toBeTruthy()
  await database.close()
}, 60000)

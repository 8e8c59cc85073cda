/** Starts the store screens: words, client, queries, scanning, then the one React root. */
import './zodConfig'
import '../ui/base.css'
import './renderer.css'
import { createRoot } from 'react-dom/client'
import { makeClient } from '../ui/client'
import { startI18n } from '../ui/i18n'
import { makeQueryClient, Providers } from '../ui/Providers'
import { retryingInvoke } from '../ui/retryingInvoke'
import { App } from './app/App'
import { startActivity } from './app/activity'
import { startBackendEvents } from './app/backendEvents'
import { noteRestarting, watchRefusals } from './app/backendState'
import { guardKeys } from './app/guardKeys'
import { followWindowLock, quietWhileLocked } from './app/windowLock'
import { bridgeOfWindow } from './bridge'
import { storeWords } from './i18n'
import { makeScanQueue, ScanProvider, startScanning } from './scanning/scanning'

const bridge = bridgeOfWindow()
startI18n(storeWords)
const queries = makeQueryClient()
const watched = watchRefusals(bridge.invoke, queries)
const client = makeClient(quietWhileLocked(retryingInvoke(watched, undefined, noteRestarting), queries))
const queue = makeScanQueue(client)

guardKeys()
followWindowLock(queries)
startBackendEvents(bridge.subscribe, queries)
startActivity(client, bridge.subscribe)
startScanning(queue, bridge.subscribe)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <Providers client={client} queries={queries}>
      <ScanProvider queue={queue}>
        <App />
      </ScanProvider>
    </Providers>,
  )
}

/** Starts the console: words, transport, queries, then the one React root. */
import './zodConfig'
import '../ui/base.css'
import './console.css'
import { createRoot } from 'react-dom/client'
import { createClient } from '../contract/client'
import { startI18n } from '../ui/i18n'
import { makeQueryClient, Providers } from '../ui/Providers'
import { retryingInvoke } from '../ui/retryingInvoke'
import { App } from './app/App'
import { watchedInvoke } from './data/connection'
import { httpInvoke, newRequestId } from './data/httpInvoke'
import { watchPresence } from './data/presence'
import { steppingInvoke } from './data/stepUp'
import { consoleWords } from './i18n'

/** A hub that says BUSY is asked again for a moment; a dead line is not hidden, the page says so. */
const retryRules = { totalMs: 3_000, firstDelayMs: 200, delayMaxMs: 1_000 }

startI18n(consoleWords)
const queries = makeQueryClient()
const client = createClient(
  watchedInvoke(steppingInvoke(retryingInvoke(httpInvoke(undefined, watchPresence(window)), retryRules)), queries),
  newRequestId,
)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <Providers client={client} queries={queries}>
      <App />
    </Providers>,
  )
}

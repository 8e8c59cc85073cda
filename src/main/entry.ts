/**
 * First file of the app. Its one job: a failure while the shell loads must print and end with code 1; Electron would
 * otherwise wait on an error dialog that nobody sees. Imports nothing, so that nothing can fail before the handler is set.
 */
let isLoaded = false

process.on('uncaughtException', (error: unknown) => {
  // Once loaded, the shell's log tells of it and the shell stays up: it only relays, and nothing durable lives here.
  if (isLoaded) return
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`The app could not load: ${text}\n`)
  process.exit(1)
})

// Whoever read our output may be gone (a closed terminal); that is no reason to end, nor to report it to that same pipe.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

require('./index.js')
isLoaded = true

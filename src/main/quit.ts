/** Quitting waits, a bounded time, for the backend to end what it is doing. */
import { app, BrowserWindow } from 'electron'

/** stop: must settle by itself within a bounded time. */
export const stopBeforeQuit = (stop: () => Promise<void>): void => {
  let isStopped = false
  let isStopping = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    void stop().finally(() => {
      isStopped = true
      // Without a backend a window is of no use, and a page must not be able to hold the end up.
      for (const window of BrowserWindow.getAllWindows()) window.destroy()
      app.quit()
    })
  })
}

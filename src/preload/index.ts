/** All that a page gets from the shell: `window.zhanggui = {invoke, subscribe}`. Runs in the sandbox, knows no operation. */
import { contextBridge, ipcRenderer } from 'electron'
import { channels } from '../contract/events'
import { createEventFeed } from './eventFeed'

const feed = createEventFeed((message) => ipcRenderer.send(channels.event, message))

ipcRenderer.on(channels.event, (_event, message: unknown) => feed.receive(message))

contextBridge.exposeInMainWorld('zhanggui', {
  invoke: (name: string, input: unknown, requestId: string): Promise<unknown> =>
    ipcRenderer.invoke(channels.invoke, { name, input, requestId }),
  subscribe: feed.subscribe,
})

// Whatever page of HQ's was pasted, the PC is bound to the hub itself.
import { expect, test } from 'vitest'
import { hubOrigin } from '../../../src/renderer/screens/hubOrigin'

test.each([
  [' http://10.0.0.5:8765/console/ ', 'http://10.0.0.5:8765'],
  ['https://hub.example.com/console/#/receipts?state=posted', 'https://hub.example.com'],
  ['http://hub:8765', 'http://hub:8765'],
  ['http://', 'http://'],
])('%j is %s', (typed, origin) => expect(hubOrigin(typed)).toBe(origin))

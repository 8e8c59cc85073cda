// node-hid, in a file of its own: whoever imports this file late loads the module late, and where it is missing that import
// fails and nothing else does.

export { devicesAsync, HIDAsync } from 'node-hid'

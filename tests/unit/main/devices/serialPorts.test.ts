// A scanner is found by its device wherever the system has put its port, and no other is taken for it.
import { describe, expect, test } from 'vitest'
import type { SerialIdentity, SerialPortFound } from '../../../../src/contract/schemas/scanner'
import { listSerialPorts, portOf } from '../../../../src/main/devices/serialPorts'

const newland: SerialIdentity = { vendorId: '1eab', productId: '1d06', serialNumber: 'SN-1', location: '1-2' }
const nameless: SerialIdentity = { vendorId: '1a86', productId: '7523', location: '1-3' }
const port = (path: string, device: SerialIdentity | null): SerialPortFound => ({ path, name: '', device })
const where = (device: SerialIdentity | undefined, ...ports: SerialPortFound[]) =>
  portOf('COM3', device, { listed: true, ports })

describe('where it is', () => {
  test('a typed path is only a path', () => expect(where(undefined, port('COM9', newland))).toBe('COM3'))
  test('where it was', () => expect(where(newland, port('COM3', newland), port('COM4', nameless))).toBe('COM3'))
  test('at another port, known by its serial number at any socket', () =>
    expect(where(newland, port('COM3', nameless), port('COM7', { ...newland, location: '9-9' }))).toBe('COM7'))
  test('gone: what has its port now is left alone', () => {
    expect(where(newland, port('COM3', nameless))).toBeNull()
    expect(where(newland, port('COM3', { ...newland, serialNumber: 'SN-2' }))).toBeNull()
    expect(where(newland)).toBeNull()
  })
  test('without serial number: by its socket, among several of its make', () => {
    const others = [port('COM3', { ...nameless, location: '1-1' }), port('COM5', nameless)]
    expect(where(nameless, ...others)).toBe('COM5')
  })
  test('without serial number, at another socket: when it is the only one of its make', () => {
    expect(where(nameless, port('COM8', { ...nameless, location: '4-4' }))).toBe('COM8')
    const two = [port('COM8', { ...nameless, location: '4-4' }), port('COM9', { ...nameless, location: '5-5' })]
    expect(where(nameless, ...two)).toBeNull()
  })
  test('where the system lists nothing, the path counts', () =>
    expect(portOf('/dev/ttyUSB0', newland, { listed: false, ports: [] })).toBe('/dev/ttyUSB0'))
})

describe('the list', () => {
  const listed = { manufacturer: undefined, serialNumber: undefined, pnpId: undefined, locationId: undefined }
  test('names port, maker and device, in the order of the ports', async () => {
    const found = await listSerialPorts(async () => [
      { ...listed, path: 'COM4', vendorId: '1EAB', productId: '1D06', manufacturer: 'Newland', serialNumber: 'SN-1' },
      { ...listed, path: 'COM1', vendorId: undefined, productId: undefined },
    ])
    expect(found).toEqual({
      listed: true,
      ports: [
        { path: 'COM1', name: '', device: null },
        { path: 'COM4', name: 'Newland', device: { vendorId: '1eab', productId: '1d06', serialNumber: 'SN-1' } },
      ],
    })
  })
  test('a system that cannot list its ports says so', async () => {
    const found = await listSerialPorts(() => Promise.reject(new Error('spawn udevadm ENOENT')))
    expect(found).toEqual({ listed: false, ports: [] })
  })
})

/**
 * Input reports of scanners in HID-POS mode. The recorded ones are bytes that makers and users published; the built ones
 * follow the makers' descriptions, each maker's in its own place.
 */

const reportBytes = 64
const dataBytesMax = 56

const report = (head: readonly number[], tail: Partial<Record<number, number>> = {}): Uint8Array => {
  const bytes = new Uint8Array(reportBytes)
  bytes.set(head)
  for (const [at, byte] of Object.entries(tail)) bytes[Number(at)] = byte ?? 0
  return bytes
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')]

/**
 * A Honeywell Voyager 1602g telling its revision, as somebody who worked out its commands published it byte by byte
 * (python_hon_usbhid, README): six reports of one text, then the report that ends the command.
 */
const voyagerText = [
  'Product Name: Voyager 1602g\r\nBoot Revision: : 8992\r\nSoft',
  'ware Part Number: CW000082BBA\r\nSoftware Revision: $Proje',
  'ctRevision: 16345 \r\nSerial Number: 15232B1F0C\r\nSupported',
  ' IF: Bluetooth\r\nPCB Assembly ID: 000000\r\nEngine Firmware',
  ' Type: N/A   Revision: N/A   Serial Number: N/A   Checks',
  'um: N/A\r\n',
]
export const voyager1602g = {
  text: voyagerText.join(''),
  reports: voyagerText.map((part, index) =>
    report([0x02, part.length, ...ascii(']X0'), ...ascii(part)], { 61: 63, 63: index < 5 ? 1 : 0 }),
  ),
  acknowledged: report([0x02, 8, 93, 90, 54, 82, 69, 86, 73, 78, 70, 6, 46], { 61: 54 }),
}
/** The first of them, number by number as published. */
export const voyagerFirstReport = Uint8Array.of(
  ...[
    2, 56, 93, 88, 48, 80, 114, 111, 100, 117, 99, 116, 32, 78, 97, 109, 101, 58, 32, 86, 111, 121, 97, 103, 101, 114,
  ],
  ...[
    32, 49, 54, 48, 50, 103, 13, 10, 66, 111, 111, 116, 32, 82, 101, 118, 105, 115, 105, 111, 110, 58, 32, 58, 32, 56,
  ],
  ...[57, 57, 50, 13, 10, 83, 111, 102, 116, 63, 0, 1],
)

/** The example in the product manuals of Access-IS's ATR110 and LSR118: a QR code of 60 characters in two reports. */
export const boardingPass = {
  text: 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23   100 ',
  reports: [
    report([0x02, 0x38, ...ascii(']Q0'), ...ascii('M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23   ')], {
      61: 0x73,
      63: 1,
    }),
    report([0x02, 0x04, ...ascii(']Q0'), ...ascii('100 ')], { 61: 0x73 }),
  ],
}

/** A Newland FM30's answer to a command, from the maker's support pages: data at once, no identifier. */
export const newlandFm30 = report([0x02, 0x0e, 0x02, 0, 0, 0x08, ...ascii('EL030095'), 0x25, 0x51])

export const makers = ['honeywell', 'shifted', 'newland'] as const
export type Maker = (typeof makers)[number]

/** One code as this maker's scanner sends it: in as many reports as it takes. */
export const reportsOf = (maker: Maker, aim: string, data: Uint8Array): Uint8Array[] => {
  const parts: Uint8Array[] = []
  for (let at = 0; at === 0 || at < data.length; at += dataBytesMax) parts.push(data.subarray(at, at + dataBytesMax))
  return parts.map((part, index) => {
    const more = index < parts.length - 1 ? 1 : 0
    if (maker === 'honeywell') return report([0x02, part.length, ...ascii(aim), ...part], { 61: 0x64, 63: more })
    if (maker === 'shifted') return report([0x02, part.length, 0, ...ascii(aim), ...part], { 63: more })
    return report([0x02, part.length, ...part], { 62: 0x02, 63: more })
  })
}

export const scanReports = (text: string, aim = ']E0', maker: Maker = 'honeywell'): Uint8Array[] =>
  reportsOf(maker, aim, Uint8Array.from(Buffer.from(text, 'utf8')))

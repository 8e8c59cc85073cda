/**
 * Codes a chain meets and what each is taken for, from the published examples of GS1 and from what goes wrong in shops.
 * Written down by hand, digit by digit: nothing here is computed by what it tests.
 */
import type { Command } from '../../../../src/core/barcode/controlCodes'
import type { ScanRule, UnreadableReason, WeighRule } from '../../../../src/core/barcode/readScan'

/** What has to come out; what is not named is not looked at. `lookups` are the first ones. */
export interface ReadCode {
  rule: ScanRule
  text?: string
  lookups?: readonly string[]
  weightGrams?: number | null
  amountFen?: number | null
  count?: number | null
  lot?: string | null
  expiryDate?: string | null
  productionDate?: string | null
  symbology?: string
  unknownAis?: readonly string[]
  /** id of the rule below that read it */
  weighRule?: string
  /** first spelling of the other reading */
  otherwise?: string
}

export interface ReadControl {
  kind: 'command' | 'zone' | 'page' | 'document'
  text?: string
  command?: Command
  zone?: string
  number?: string
  page?: number
}

export interface CodeRow {
  code: string
  reads: ReadCode | { control: ReadControl } | { unreadable: UnreadableReason }
  /** where such a code comes from */
  from: string
}

/** The year the table is read in. */
export const tableYear = 2026

const plain = { valueStep: 1, amount: null, verifierAt: null, checkDigit: 'required', tests: [] } as const

/** One rule of each kind shops use; `prefix69` is one nobody should make, and which takes nothing. */
export const tableRules: readonly WeighRule[] = [
  {
    ...plain,
    id: 'prefix69',
    name: '',
    length: 13,
    prefixes: ['69'],
    plu: [2, 7],
    field: 'weightGrams',
    value: [7, 12],
  },
  {
    ...plain,
    id: 'grams',
    name: '',
    length: 13,
    prefixes: ['21', '22'],
    plu: [2, 7],
    field: 'weightGrams',
    value: [7, 12],
  },
  {
    ...plain,
    id: 'tens',
    name: '',
    length: 13,
    prefixes: ['23'],
    plu: [2, 8],
    field: 'weightGrams',
    value: [8, 12],
    valueStep: 10,
  },
  {
    ...plain,
    id: 'verifier4',
    name: '',
    length: 13,
    prefixes: ['24'],
    plu: [2, 7],
    field: 'amountFen',
    value: [8, 12],
    verifierAt: 7,
  },
  {
    ...plain,
    id: 'verifier5',
    name: '',
    length: 13,
    prefixes: ['25'],
    plu: [2, 6],
    field: 'amountFen',
    value: [7, 12],
    verifierAt: 6,
  },
  {
    ...plain,
    id: 'fen',
    name: '',
    length: 13,
    prefixes: ['28'],
    plu: [2, 7],
    field: 'amountFen',
    value: [7, 12],
    checkDigit: 'ignored',
  },
  {
    ...plain,
    id: 'upc',
    name: '',
    length: 12,
    prefixes: ['2'],
    plu: [1, 6],
    field: 'amountFen',
    value: [7, 11],
    verifierAt: 6,
  },
  {
    ...plain,
    id: 'both',
    name: '',
    length: 18,
    prefixes: ['26'],
    plu: [2, 7],
    field: 'weightGrams',
    value: [12, 17],
    amount: [7, 12],
  },
]

export const codesByKind: Record<string, readonly CodeRow[]> = {
  'EAN, UPC and ITF': [
    {
      code: '6901234567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'] },
      from: 'EAN-13 of the GS1 China handbook',
    },
    {
      code: '4006381333931',
      reads: { rule: 'ean13', lookups: ['4006381333931'] },
      from: 'the EAN-13 every article about EAN shows',
    },
    {
      code: '9501101530003',
      reads: { rule: 'ean13', lookups: ['9501101530003'] },
      from: 'GS1 General Specifications, GTIN-13',
    },
    {
      code: '5901234123457',
      reads: { rule: 'ean13', lookups: ['5901234123457'] },
      from: 'the EAN-13 of the encyclopedias',
    },
    { code: '9780201379624', reads: { rule: 'ean13', lookups: ['9780201379624'] }, from: 'a book: ISBN inside EAN-13' },
    {
      code: '9771234567003',
      reads: { rule: 'ean13', lookups: ['9771234567003'] },
      from: 'a magazine: ISSN inside EAN-13, without its issue',
    },
    {
      code: '6921168509256',
      reads: { rule: 'ean13', lookups: ['6921168509256'] },
      from: 'a bottle of water of a Chinese maker',
    },
    {
      code: '6954767423579',
      reads: { rule: 'ean13', lookups: ['6954767423579'] },
      from: 'a soft drink of a Chinese maker',
    },
    {
      code: '  6901234567892\r\n',
      reads: { rule: 'ean13', lookups: ['6901234567892'] },
      from: 'scanner that sends blanks and CR LF',
    },
    {
      code: '6901234567892\t',
      reads: { rule: 'ean13', lookups: ['6901234567892'] },
      from: 'scanner that ends with Tab',
    },
    {
      code: '6 901234 567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'] },
      from: 'digits as printed under the bars, typed',
    },
    {
      code: '６９０１２３４５６７８９２',
      reads: { rule: 'ean13', lookups: ['6901234567892'] },
      from: 'full-width digits of an input method',
    },
    {
      code: ']E06901234567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'], symbology: ']E0' },
      from: 'AIM prefix of EAN-13',
    },
    {
      code: ']e06901234567892',
      reads: { rule: 'gs1', lookups: ['6901234567892'], unknownAis: ['69'] },
      from: 'AIM prefix of DataBar before a bare EAN: an identifier GS1 never gave, looked up whole',
    },
    {
      code: ']C06901234567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'], symbology: ']C0' },
      from: 'EAN digits printed as Code 128',
    },
    {
      code: ']Q16901234567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'], symbology: ']Q1' },
      from: 'EAN digits in a QR code',
    },
    {
      code: ']d16901234567892',
      reads: { rule: 'ean13', lookups: ['6901234567892'], symbology: ']d1' },
      from: 'EAN digits in a DataMatrix',
    },
    { code: '6901234567893', reads: { unreadable: 'badCheckDigit' }, from: 'one wrong digit: refused, never mended' },
    { code: '9601234567892', reads: { unreadable: 'badCheckDigit' }, from: 'first two digits swapped' },
    { code: ']E06901234567893', reads: { unreadable: 'badCheckDigit' }, from: 'one wrong digit with AIM prefix' },
    {
      code: ']C06901234567893',
      reads: { rule: 'text', lookups: ['6901234567893'], symbology: ']C0' },
      from: 'Code 128 guards itself: thirteen digits need be no GTIN',
    },
    {
      code: '690123456789',
      reads: { unreadable: 'badCheckDigit' },
      from: 'EAN-13 without its check digit is no UPC-A',
    },
    { code: '69012345678', reads: { rule: 'text', lookups: ['69012345678'] }, from: 'the scanner lost two digits' },
    { code: '9638507', reads: { rule: 'text', lookups: ['9638507'] }, from: 'seven digits are nothing we know' },
    {
      code: '96385074',
      reads: { rule: 'ean8', lookups: ['96385074', '0000096385074', '000096385074'] },
      from: 'GS1 General Specifications, GTIN-8',
    },
    {
      code: ']E496385074',
      reads: { rule: 'ean8', lookups: ['96385074', '0000096385074', '000096385074'], symbology: ']E4' },
      from: 'AIM prefix of EAN-8',
    },
    { code: '69012358', reads: { rule: 'ean8', lookups: ['69012358'] }, from: 'an EAN-8 of China' },
    { code: '96385075', reads: { unreadable: 'badCheckDigit' }, from: 'EAN-8, wrong check digit' },
    {
      code: '036000291452',
      reads: { rule: 'upca', lookups: ['036000291452', '0036000291452', '00036000291452', '36000291452'] },
      from: 'the UPC-A of the GS1 US handbook',
    },
    {
      code: '614141000036',
      reads: { rule: 'upca', lookups: ['614141000036', '0614141000036'] },
      from: 'GS1 US, GTIN-12',
    },
    {
      code: '0036000291452',
      reads: { rule: 'ean13', lookups: ['0036000291452', '036000291452'] },
      from: 'the same UPC-A as EAN-13 with its zero',
    },
    {
      code: ']E00036000291452',
      reads: { rule: 'ean13', lookups: ['0036000291452', '036000291452'], symbology: ']E0' },
      from: 'AIM sends UPC-A as thirteen digits',
    },
    { code: '036000291453', reads: { unreadable: 'badCheckDigit' }, from: 'UPC-A, wrong check digit' },
    {
      code: '36000291452',
      reads: { rule: 'text', lookups: ['36000291452'] },
      from: 'a UPC-A that lost its zero in a spreadsheet is looked up as it stands',
    },
    {
      code: '6.90123E+12',
      reads: { rule: 'text', lookups: ['6.90123E+12'] },
      from: 'a spreadsheet made a float of the code: never guessed back',
    },
    {
      code: '04252614',
      reads: { rule: 'upce', lookups: ['042100005264', '0042100005264'] },
      from: 'UPC-E, UPC-E of the GS1 US handbook',
    },
    {
      code: '01234505',
      reads: { rule: 'upce', lookups: ['012000003455', '0012000003455'] },
      from: 'UPC-E, last digit 0',
    },
    {
      code: '01234514',
      reads: { rule: 'upce', lookups: ['012100003454', '0012100003454'] },
      from: 'UPC-E, last digit 1',
    },
    {
      code: '01234523',
      reads: { rule: 'upce', lookups: ['012200003453', '0012200003453'] },
      from: 'UPC-E, last digit 2',
    },
    {
      code: '01234531',
      reads: { rule: 'upce', lookups: ['012300000451', '0012300000451'] },
      from: 'UPC-E, last digit 3',
    },
    {
      code: '01234543',
      reads: { rule: 'upce', lookups: ['012340000053', '0012340000053'] },
      from: 'UPC-E, last digit 4',
    },
    {
      code: '01234558',
      reads: { rule: 'ean8', lookups: ['01234558', '0000001234558', '000001234558'], otherwise: '012345000058' },
      from: 'UPC-E or EAN-8, both check digits fit: last digit 5',
    },
    {
      code: '01234565',
      reads: { rule: 'ean8', lookups: ['01234565', '0000001234565', '000001234565'], otherwise: '012345000065' },
      from: 'UPC-E or EAN-8, both check digits fit: last digit 6',
    },
    {
      code: '01234572',
      reads: { rule: 'ean8', lookups: ['01234572', '0000001234572', '000001234572'], otherwise: '012345000072' },
      from: 'UPC-E or EAN-8, both check digits fit: last digit 7',
    },
    {
      code: '01234589',
      reads: { rule: 'ean8', lookups: ['01234589', '0000001234589', '000001234589'], otherwise: '012345000089' },
      from: 'UPC-E or EAN-8, both check digits fit: last digit 8',
    },
    {
      code: '01234596',
      reads: { rule: 'ean8', lookups: ['01234596', '0000001234596', '000001234596'], otherwise: '012345000096' },
      from: 'UPC-E or EAN-8, both check digits fit: last digit 9',
    },
    {
      code: '12345670',
      reads: { rule: 'ean8', lookups: ['12345670', '0000012345670', '000012345670'], otherwise: '123456000070' },
      from: 'UPC-E or EAN-8, both check digits fit: number system 1',
    },
    {
      code: ']E004252614',
      reads: { rule: 'upce', lookups: ['042100005264'], symbology: ']E0' },
      from: 'UPC-E with the AIM prefix of the EAN family',
    },
    {
      code: ']E404252614',
      reads: { unreadable: 'badCheckDigit' },
      from: 'the scanner says EAN-8: no UPC-E is looked for',
    },
    { code: '04252615', reads: { unreadable: 'badCheckDigit' }, from: 'UPC-E with a wrong check digit' },
    {
      code: ']C004252614',
      reads: { rule: 'text', lookups: ['04252614'], symbology: ']C0' },
      from: 'eight digits as Code 128 are no UPC-E',
    },
    {
      code: '01234053',
      reads: { rule: 'ean8', lookups: ['01234053'], otherwise: '012340000053' },
      from: 'eight digits that are an EAN-8 and a UPC-E: both are looked up',
    },
    {
      code: '16901234567899',
      reads: { rule: 'itf14', lookups: ['16901234567899'] },
      from: 'a case: its own number, never that of the piece inside',
    },
    {
      code: ']I116901234567899',
      reads: { rule: 'itf14', lookups: ['16901234567899'], symbology: ']I1' },
      from: 'a case, AIM prefix of ITF',
    },
    {
      code: '06901234567892',
      reads: { rule: 'ean13', lookups: ['06901234567892', '6901234567892'] },
      from: 'indicator 0 is the same number with a zero before it',
    },
    {
      code: ']I106901234567892',
      reads: { rule: 'itf14', lookups: ['06901234567892', '6901234567892'], symbology: ']I1' },
      from: 'indicator 0 in the bars of a case',
    },
    {
      code: '26901234567896',
      reads: { rule: 'itf14', lookups: ['26901234567896'] },
      from: 'a case of packing level 2',
    },
    {
      code: '56901234567897',
      reads: { rule: 'itf14', lookups: ['56901234567897'] },
      from: 'a case of packing level 5',
    },
    {
      code: '86901234567898',
      reads: { rule: 'itf14', lookups: ['86901234567898'] },
      from: 'a case of packing level 8',
    },
    {
      code: '96901234567895',
      reads: { rule: 'itf14', lookups: ['96901234567895'] },
      from: 'indicator 9: goods of varying measure',
    },
    {
      code: '16901234567892',
      reads: { unreadable: 'badCheckDigit' },
      from: "the piece's check digit on the case's number",
    },
    {
      code: '10614141000415',
      reads: { rule: 'itf14', lookups: ['10614141000415'] },
      from: 'GS1 US, GTIN-14 of a case',
    },
    {
      code: ']C016901234567890',
      reads: { rule: 'text', lookups: ['16901234567890'], symbology: ']C0' },
      from: 'fourteen digits as Code 128 need be no GTIN',
    },
    {
      code: ']E3977167121601405',
      reads: { rule: 'ean13', lookups: ['977167121601405', '9771671216014'], symbology: ']E3' },
      from: 'a magazine with its issue: with and without it',
    },
    {
      code: ']E3978020137962454495',
      reads: { rule: 'ean13', lookups: ['978020137962454495', '9780201379624'], symbology: ']E3' },
      from: 'a book with its price',
    },
  ],
  'GS1 element strings': [
    {
      code: ']C101069012345678921726123110LOT42',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(10)LOT42',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'GS1-128: fixed lengths first, then the lot',
    },
    {
      code: ']C1010690123456789210LOT42\u001d17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'a separator after the lot',
    },
    {
      code: ']C1010690123456789210LOT4217261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT4217261231',
        lot: 'LOT4217261231',
        expiryDate: null,
      },
      from: 'the separator was lost: the lot swallows the rest, no date is guessed',
    },
    {
      code: ']d2\u001d010690123456789210A\u001d21X9',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)A(21)X9',
        lot: 'A',
      },
      from: 'DataMatrix that sends its leading FNC1',
    },
    {
      code: ']d2010690123456789221SER\u001d10L-7\u001d',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(21)SER(10)L-7',
        lot: 'L-7',
      },
      from: 'a separator at the end',
    },
    {
      code: ']Q3010690123456789217261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231',
        expiryDate: '2026-12-31',
      },
      from: 'GS1 QR',
    },
    {
      code: ']e001069012345678923103001234',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3103)001234',
        weightGrams: 1234,
      },
      from: 'DataBar with a weight',
    },
    {
      code: ']J10106901234567892',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], text: '(01)06901234567892' },
      from: 'GS1 DotCode',
    },
    {
      code: '\u001d010690123456789210A',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], text: '(01)06901234567892(10)A', lot: 'A' },
      from: 'leading FNC1 and no AIM prefix',
    },
    {
      code: '010690123456789210A/1\u001d11260101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)A/1(11)260101',
        lot: 'A/1',
        productionDate: '2026-01-01',
      },
      from: 'no AIM prefix; a separator proves GS1',
    },
    {
      code: '01069012345678921726123110LOT42',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(10)LOT42',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'neither prefix nor separator: led by a GTIN and wholly understood',
    },
    {
      code: '010690123456789210LOT42<GS>17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'a keyboard scanner that writes <GS>',
    },
    {
      code: '010690123456789210LOT42{GS}17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'a keyboard scanner that writes {GS}',
    },
    {
      code: '010690123456789210LOT42[FNC1]17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
      },
      from: 'a keyboard scanner that writes [FNC1]',
    },
    {
      code: '010690123456789210LOT42␝17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
      },
      from: 'the picture of the separator',
    },
    {
      code: '010690123456789210LOT42^]17261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(10)LOT42(17)261231',
        lot: 'LOT42',
      },
      from: 'the caret form of the separator',
    },
    {
      code: '(01)06901234567892(17)261231(10)LOT42',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(10)LOT42',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'as printed for people',
    },
    {
      code: '(01) 06901234567892 (17) 261231 (10) LOT42',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(10)LOT42',
        lot: 'LOT42',
        expiryDate: '2026-12-31',
      },
      from: 'as printed for people, typed with blanks',
    },
    {
      code: '（01）06901234567892（10）A1',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], text: '(01)06901234567892(10)A1', lot: 'A1' },
      from: 'full-width brackets',
    },
    {
      code: ']C1(01)06901234567892(10)A1',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], text: '(01)06901234567892(10)A1', lot: 'A1' },
      from: 'a printer that put the brackets into the bars',
    },
    {
      code: '(01)09501101530003(17)140704(10)AB-123',
      reads: {
        rule: 'gs1',
        lookups: ['09501101530003', '9501101530003'],
        text: '(01)09501101530003(17)140704(10)AB-123',
        lot: 'AB-123',
        expiryDate: '2014-07-04',
      },
      from: 'GS1 General Specifications, the standard example',
    },
    {
      code: ']C10109521234543213',
      reads: { rule: 'gs1', lookups: ['09521234543213', '9521234543213'], text: '(01)09521234543213' },
      from: 'GS1 sample GTIN',
    },
    {
      code: ']C10100614141999996',
      reads: { rule: 'gs1', lookups: ['00614141999996', '0614141999996', '614141999996'], text: '(01)00614141999996' },
      from: 'a GTIN-12 in fourteen digits',
    },
    {
      code: ']C10116901234567899',
      reads: { rule: 'gs1', lookups: ['16901234567899'], text: '(01)16901234567899' },
      from: 'a case keeps its fourteen digits',
    },
    {
      code: '(00)006141411234567890',
      reads: { rule: 'gs1', lookups: ['006141411234567890'], text: '(00)006141411234567890' },
      from: 'GS1 US, SSCC of a pallet',
    },
    {
      code: ']C100106141412345678908',
      reads: { rule: 'gs1', lookups: ['106141412345678908'], text: '(00)106141412345678908' },
      from: 'GS1 US, SSCC of a carton',
    },
    {
      code: ']C10036901234560000001602069012345678923724',
      reads: {
        rule: 'gs1',
        lookups: ['369012345600000016', '06901234567892', '6901234567892'],
        text: '(00)369012345600000016(02)06901234567892(37)24',
        count: 24,
      },
      from: 'a logistic label: what is inside, and how many',
    },
    {
      code: '00369012345600000016',
      reads: { rule: 'gs1', lookups: ['369012345600000016'], text: '(00)369012345600000016' },
      from: 'an SSCC and nothing else, no AIM prefix',
    },
    {
      code: '369012345600000016',
      reads: { rule: 'text', lookups: ['369012345600000016'] },
      from: 'the SSCC alone, without its identifier, is only eighteen digits',
    },
    {
      code: ']C1010690123456789217280200',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)280200',
        expiryDate: '2028-02-29',
      },
      from: 'expiry, day 00: the last of February in a leap year',
    },
    {
      code: ']C1010690123456789217270200',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)270200',
        expiryDate: '2027-02-28',
      },
      from: 'expiry, day 00: the last of February in a common year',
    },
    {
      code: ']C1010690123456789217260600',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)260600',
        expiryDate: '2026-06-30',
      },
      from: 'expiry, day 00 of June',
    },
    {
      code: ']C1010690123456789217261200',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261200',
        expiryDate: '2026-12-31',
      },
      from: 'expiry, day 00 of December',
    },
    {
      code: ']C1010690123456789217000101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)000101',
        expiryDate: '2000-01-01',
      },
      from: 'expiry, the year 2000',
    },
    {
      code: ']C1010690123456789217760101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)760101',
        expiryDate: '2076-01-01',
      },
      from: 'expiry, 50 years ahead is this century',
    },
    {
      code: ']C1010690123456789217770101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)770101',
        expiryDate: '1977-01-01',
      },
      from: 'expiry, 51 years ahead is the last century',
    },
    {
      code: ']C1010690123456789217991231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)991231',
        expiryDate: '1999-12-31',
      },
      from: 'expiry, 1999',
    },
    {
      code: ']C1010690123456789211260101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(11)260101',
        productionDate: '2026-01-01',
        expiryDate: null,
      },
      from: 'production date',
    },
    {
      code: ']C1010690123456789215260600',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(15)260600',
        expiryDate: '2026-06-30',
      },
      from: 'best before stands in for the expiry',
    },
    {
      code: ']C101069012345678921526063017261231',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(15)260630(17)261231',
        expiryDate: '2026-12-31',
      },
      from: 'the expiry beats best before',
    },
    {
      code: ']C101069012345678921726123115260630',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(15)260630',
        expiryDate: '2026-12-31',
      },
      from: 'the same the other way round',
    },
    {
      code: ']C1010690123456789270032612311530',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(7003)2612311530',
        expiryDate: '2026-12-31',
      },
      from: 'expiry with a time',
    },
    {
      code: ']C1010690123456789212260101',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(12)260101',
        expiryDate: null,
      },
      from: 'due date of a payment is no expiry',
    },
    {
      code: ']C101069012345678923100000012',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3100)000012',
        weightGrams: 12000,
      },
      from: 'net kilograms, no decimals',
    },
    {
      code: ']C101069012345678923101000125',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3101)000125',
        weightGrams: 12500,
      },
      from: 'net kilograms, one decimal',
    },
    {
      code: ']C101069012345678923102000125',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3102)000125',
        weightGrams: 1250,
      },
      from: 'net kilograms, two decimals',
    },
    {
      code: ']C101069012345678923103001234',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3103)001234',
        weightGrams: 1234,
      },
      from: 'net kilograms, three decimals',
    },
    {
      code: ']C101069012345678923104012345',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3104)012345',
        weightGrams: 1235,
      },
      from: 'net kilograms, four decimals, halves up',
    },
    {
      code: ']C101069012345678923105123450',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3105)123450',
        weightGrams: 1235,
      },
      from: 'net kilograms, five decimals, halves up',
    },
    {
      code: ']C101069012345678923202000125',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3202)000125',
        weightGrams: null,
        unknownAis: [],
      },
      from: 'net pounds are no kilograms',
    },
    {
      code: ']C101069012345678923303001500',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3303)001500',
        weightGrams: null,
      },
      from: 'gross weight is not counted',
    },
    {
      code: ']C1010690123456789239221580',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3922)1580',
        amountFen: 1580,
      },
      from: 'amount, two decimals',
    },
    {
      code: ']C10106901234567892392015',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3920)15',
        amountFen: 1500,
      },
      from: 'amount, no decimals',
    },
    {
      code: ']C1010690123456789239321561580',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3932)1561580',
        amountFen: 1580,
      },
      from: 'amount in yuan',
    },
    {
      code: ']C1010690123456789239328401580',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3932)8401580',
        amountFen: null,
      },
      from: 'amount in dollars is no fen',
    },
    {
      code: ']C101069012345678923012',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], text: '(01)06901234567892(30)12', count: 12 },
      from: 'pieces',
    },
    {
      code: ']C1400CGDD-S001-261122-0001',
      reads: { rule: 'gs1', lookups: ['CGDD-S001-261122-0001'], text: '(400)CGDD-S001-261122-0001' },
      from: 'an order number in GS1',
    },
    {
      code: ']C1010690123456789224012345',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892', '010690123456789224012345'],
        text: '(01)06901234567892(240)12345',
      },
      from: "the maker's own number never stands in for a GTIN",
    },
    {
      code: ']C124112345',
      reads: { rule: 'gs1', lookups: ['12345'], text: '(241)12345' },
      from: "the customer's number where there is no GTIN",
    },
    {
      code: ']C1010690123456789289ABC\u001d10L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(89)ABC(10)L1',
        lot: 'L1',
        unknownAis: ['89'],
      },
      from: 'an identifier GS1 never gave: skipped to the separator, and shown',
    },
    {
      code: ']C101069012345678924321X\u001d10L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(4321)X(10)L1',
        lot: 'L1',
        unknownAis: ['4321'],
      },
      from: 'an identifier we do not know: skipped and shown',
    },
    {
      code: ']C1010690123456789281110050\u001d10L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(8111)0050(10)L1',
        lot: 'L1',
        unknownAis: [],
      },
      from: 'loyalty points: known, and nothing to us',
    },
    {
      code: ']C10106901234567892310600123410L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(3106)001234(10)L1',
        lot: 'L1',
        weightGrams: null,
        unknownAis: ['3106'],
      },
      from: 'six decimals of a kilogram are not in the standard',
    },
    {
      code: ']C1010690123456789291ABC\u001d10L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(91)ABC(10)L1',
        lot: 'L1',
        unknownAis: [],
      },
      from: 'company-internal data: known, and nothing to us',
    },
    {
      code: ']C14106901234567892',
      reads: { rule: 'gs1', lookups: ['4106901234567892'], text: '(410)6901234567892' },
      from: 'a ship-to number alone is no goods',
    },
    {
      code: '0106901234567892800826113012',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(8008)26113012',
        count: null,
        unknownAis: [],
      },
      from: 'day and hour of production, neither prefix nor separator',
    },
    {
      code: '01069012345678928008261130120',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(8008)261130120',
      },
      from: 'the same with a digit of its minutes',
    },
    {
      code: '01069012345678921726123170401ABC',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        text: '(01)06901234567892(17)261231(7040)1ABC',
        expiryDate: '2026-12-31',
      },
      from: 'an identifier of shipping at the end of a label, undeclared',
    },
    {
      code: '010690123456789280082611301210LOT42',
      reads: { rule: 'text', lookups: ['010690123456789280082611301210LOT42'] },
      from: 'the separator behind the hour was lost: no lot is guessed, nothing is GS1',
    },
    {
      code: ']C1010690123456789280082611\u001d10L1',
      reads: {
        rule: 'gs1',
        lookups: ['06901234567892', '6901234567892'],
        lot: 'L1',
        unknownAis: ['8008'],
      },
      from: 'an hour printed carelessly is of no use to stock: skipped, and shown',
    },
    {
      code: '(01)06901234567892(89)ABC',
      reads: { rule: 'gs1', lookups: ['06901234567892', '6901234567892'], unknownAis: ['89'] },
      from: 'in brackets an identifier GS1 never gave hides nothing',
    },
    {
      code: '(01)06901234567893',
      reads: { unreadable: 'badCheckDigit' },
      from: 'as printed for people, the check digit says no',
    },
    {
      code: '(01)06901234567892(17)261331',
      reads: { unreadable: 'badGs1' },
      from: 'as printed for people, month 13',
    },
    {
      code: '(01)12',
      reads: { rule: 'text', lookups: ['(01)12'] },
      from: 'a shop’s own number in brackets',
    },
    {
      code: '010690123456789289ABC',
      reads: { rule: 'text', lookups: ['010690123456789289ABC'] },
      from: 'not declared and not wholly understood: only text',
    },
    {
      code: '0106901234567893',
      reads: { rule: 'text', lookups: ['0106901234567893'] },
      from: 'begins like GS1, the check digit says no',
    },
    {
      code: '010690123456789217261331',
      reads: { rule: 'text', lookups: ['010690123456789217261331'] },
      from: 'begins like GS1, month 13 says no',
    },
    { code: ']C10106901234567893', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: wrong GTIN check digit' },
    {
      code: ']C100369012345600000017',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: wrong SSCC check digit',
    },
    { code: ']C1010690123456789217261331', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: month 13' },
    { code: ']C1010690123456789217260001', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: month 00' },
    { code: ']C1010690123456789217260230', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: 30 February' },
    { code: ']C1010690123456789217260431', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: 31 April' },
    { code: ']C1010690123456789217260132', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: 32 January' },
    { code: ']C1010690123456', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: cut short' },
    {
      code: ']C1010690123456789217AB1231',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: letters in a date',
    },
    { code: ']C1XY123', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: no identifier' },
    {
      code: ']C10106901\u001d234567892',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: a separator inside a fixed value',
    },
    { code: ']C110A\u001d10B', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: two different lots' },
    {
      code: ']C1010690123456789210',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: an identifier with nothing behind it',
    },
    {
      code: ']C110AAAAAAAAAAAAAAAAAAAAA',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: a lot of 21 characters',
    },
    { code: ']C110批次', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: Chinese in a lot' },
    { code: ']C110A B', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: a blank in a lot' },
    { code: ']C1010690123456789270032612312500', reads: { unreadable: 'badGs1' }, from: 'GS1 that is wrong: hour 25' },
    {
      code: ']C14106901234567893',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: wrong check digit of a location',
    },
    {
      code: ']C1010690123456789230123456789',
      reads: { unreadable: 'badGs1' },
      from: 'GS1 that is wrong: nine digits of pieces',
    },
  ],
  'GS1 Digital Link': [
    {
      code: 'https://id.gs1.org/01/09506000134352/10/ABC1/21/12345?17=180426',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(10)ABC1(21)12345(17)180426',
        lot: 'ABC1',
        expiryDate: '2018-04-26',
      },
      from: 'GS1 Digital Link standard',
    },
    {
      code: 'https://id.gs1.org/01/09506000134352',
      reads: { rule: 'gs1Link', lookups: ['09506000134352', '9506000134352'], text: '(01)09506000134352' },
      from: 'GS1 Digital Link standard, GTIN alone',
    },
    {
      code: 'https://brand.example.com/some/path/01/09506000134352/10/A%2F1?17=261231&utm=q',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(10)A/1(17)261231',
        lot: 'A/1',
        expiryDate: '2026-12-31',
      },
      from: "a maker's own domain, a path before it, escapes and tracking",
    },
    {
      code: 'http://example.com/01/9506000134352',
      reads: { rule: 'gs1Link', lookups: ['09506000134352', '9506000134352'], text: '(01)09506000134352' },
      from: 'thirteen digits, plain http',
    },
    {
      code: 'https://example.com/01/614141000036',
      reads: {
        rule: 'gs1Link',
        lookups: ['00614141000036', '0614141000036', '614141000036'],
        text: '(01)00614141000036',
      },
      from: 'twelve digits',
    },
    {
      code: 'https://example.com/01/96385074',
      reads: { rule: 'gs1Link', lookups: ['00000096385074', '0000096385074'], text: '(01)00000096385074' },
      from: 'eight digits',
    },
    {
      code: 'HTTPS://EXAMPLE.COM/01/09506000134352/10/ABC',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(10)ABC',
        lot: 'ABC',
      },
      from: 'capitals, as QR packs them best',
    },
    {
      code: 'https://example.com/gtin/09506000134352/lot/ABC/ser/123',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(10)ABC(21)123',
        lot: 'ABC',
      },
      from: 'words of the first edition',
    },
    {
      code: 'https://example.com/01/09506000134352?10=ABC&17=261231',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(10)ABC(17)261231',
        lot: 'ABC',
        expiryDate: '2026-12-31',
      },
      from: 'lot and expiry in the query',
    },
    {
      code: 'https://example.com/01/09506000134352?17=261200&linkType=gs1:pip#top',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(17)261200',
        expiryDate: '2026-12-31',
      },
      from: 'day 00, a link type and a fragment',
    },
    {
      code: 'https://example.com/01/09506000134352?3103=000195',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(3103)000195',
        weightGrams: 195,
      },
      from: 'GS1 Digital Link standard, a weight',
    },
    {
      code: 'https://example.com/01/09506000134352/22/2A/10/ABC123/21/XYZ',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352(22)2A(10)ABC123(21)XYZ',
        lot: 'ABC123',
      },
      from: 'GS1 Digital Link standard, all qualifiers',
    },
    {
      code: 'https://example.com/00/369012345600000016',
      reads: { rule: 'gs1Link', lookups: ['369012345600000016'], text: '(00)369012345600000016' },
      from: 'an SSCC as a link',
    },
    {
      code: ']Q1https://example.com/01/09506000134352',
      reads: {
        rule: 'gs1Link',
        lookups: ['09506000134352', '9506000134352'],
        text: '(01)09506000134352',
        symbology: ']Q1',
      },
      from: 'with the AIM prefix of plain QR',
    },
    {
      code: ']Q3https://example.com/p?id=7',
      reads: { rule: 'text', lookups: ['https://example.com/p?id=7', 'HTTPS://EXAMPLE.COM/P?ID=7'] },
      from: 'many scanners call any web address GS1',
    },
    {
      code: 'https://example.com/p?id=7',
      reads: { rule: 'text', lookups: ['https://example.com/p?id=7'] },
      from: 'a web address and nothing else',
    },
    {
      code: 'https://example.com/01/09506000134353',
      reads: { unreadable: 'badCheckDigit' },
      from: 'a link with a wrong check digit names no goods',
    },
    {
      code: 'https://example.com/01/09506000134352?17=261331',
      reads: { unreadable: 'badGs1' },
      from: 'a link with month 13 names no goods',
    },
    {
      code: ']Q3https://e.cn/01/06901234567893',
      reads: { unreadable: 'badCheckDigit' },
      from: 'the same from a scanner that calls every link GS1',
    },
    {
      code: 'https://example.com/01/1700000000001',
      reads: { rule: 'text', lookups: ['https://example.com/01/1700000000001'] },
      from: 'a path of any site: fewer digits than a whole GTIN prove nothing',
    },
    {
      code: 'https://example.com/01/2026/news',
      reads: { rule: 'text', lookups: ['https://example.com/01/2026/news'] },
      from: 'a date in an address is no identifier',
    },
    {
      code: 'https://id.gs1.org/AQnYUc1gmiERBhQ1',
      reads: { unreadable: 'compressedLink' },
      from: 'compressed: said, not guessed',
    },
    {
      code: 'https://u.wechat.com/gFzQx01y',
      reads: { rule: 'text', lookups: ['https://u.wechat.com/gFzQx01y'] },
      from: "a messenger's QR on a poster",
    },
  ],
  "Labels of the shop's scales": [
    {
      code: '2100123012343',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'grams', weightGrams: 1234, amountFen: null },
      from: '13 digits, grams',
    },
    {
      code: '2200001000650',
      reads: { rule: 'weighed', lookups: ['00001', '1'], weighRule: 'grams', weightGrams: 65 },
      from: '13 digits, a light piece',
    },
    {
      code: '2100123000005',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'grams', weightGrams: 0 },
      from: 'a label of nothing',
    },
    {
      code: '2100123999996',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'grams', weightGrams: 99999 },
      from: 'the heaviest label',
    },
    {
      code: ']E02100123012343',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'grams', weightGrams: 1234, symbology: ']E0' },
      from: '13 digits, grams, AIM prefix',
    },
    {
      code: '2800123015800',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'fen', amountFen: 1580, weightGrams: null },
      from: '13 digits, an amount; the scale prints any last digit (0)',
    },
    {
      code: '2800123015807',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'fen', amountFen: 1580, weightGrams: null },
      from: '13 digits, an amount; the scale prints any last digit (7)',
    },
    {
      code: '2401234928753',
      reads: { rule: 'weighed', lookups: ['01234', '1234'], weighRule: 'verifier4', amountFen: 2875 },
      from: 'four digits of price behind their verifier (GS1 example 28.75: 9)',
    },
    {
      code: '2401234028750',
      reads: { rule: 'ean13', lookups: ['2401234028750'] },
      from: 'the verifier is wrong: no label of that rule, only a number',
    },
    {
      code: '2501236146855',
      reads: { rule: 'weighed', lookups: ['0123', '123'], weighRule: 'verifier5', amountFen: 14685 },
      from: 'five digits of price behind their verifier (GS1 example 146.85: 6)',
    },
    {
      code: '2501236146589',
      reads: { rule: 'ean13', lookups: ['2501236146589'] },
      from: 'two digits of the price swapped: the verifier says no',
    },
    {
      code: '201234105992',
      reads: { rule: 'weighed', lookups: ['01234', '1234'], weighRule: 'upc', amountFen: 599 },
      from: 'UPC-A of number system 2 with its verifier',
    },
    {
      code: '2300123401257',
      reads: { rule: 'weighed', lookups: ['001234', '1234'], weighRule: 'tens', weightGrams: 1250 },
      from: 'hundredths of a kilogram',
    },
    {
      code: '260012301580007506',
      reads: { rule: 'weighed', lookups: ['00123', '123'], weighRule: 'both', weightGrams: 750, amountFen: 1580 },
      from: '18 digits: amount and weight',
    },
    {
      code: ']C0260012301580007506',
      reads: {
        rule: 'weighed',
        lookups: ['00123', '123'],
        weighRule: 'both',
        weightGrams: 750,
        amountFen: 1580,
        symbology: ']C0',
      },
      from: '18 digits as Code 128',
    },
    {
      code: '260012301580007509',
      reads: { rule: 'text', lookups: ['260012301580007509'] },
      from: '18 digits, wrong check digit: no label',
    },
    { code: '2100123012344', reads: { unreadable: 'badCheckDigit' }, from: '13 digits, grams, wrong check digit' },
    {
      code: '2900123012349',
      reads: { rule: 'ean13', lookups: ['2900123012349'] },
      from: 'in-store number that fits no rule is looked up whole',
    },
    {
      code: '2000000000008',
      reads: { rule: 'ean13', lookups: ['2000000000008'] },
      from: "the shop's own plain number",
    },
    {
      code: '6900123012345',
      reads: { rule: 'ean13', lookups: ['6900123012345'] },
      from: "a rule with a maker's prefix takes no maker's code",
    },
    { code: '2100123', reads: { rule: 'text', lookups: ['2100123'] }, from: 'the label was cut off' },
    { code: '00123', reads: { rule: 'text', lookups: ['00123'] }, from: 'a scale number keyed by hand' },
  ],
  "The chain's own codes, and text": [
    {
      code: 'ZG-C-SAVE',
      reads: { control: { kind: 'command', command: { name: 'save' } } },
      from: 'command sheet: 保存',
    },
    {
      code: 'ZG-C-UNDO',
      reads: { control: { kind: 'command', command: { name: 'undo' } } },
      from: 'command sheet: 撤销',
    },
    {
      code: 'ZG-C-HOLD',
      reads: { control: { kind: 'command', command: { name: 'hold' } } },
      from: 'command sheet: 暂停',
    },
    {
      code: 'ZG-C-SUBMIT',
      reads: { control: { kind: 'command', command: { name: 'submit' } } },
      from: 'command sheet: 提交',
    },
    {
      code: 'ZG-C-X6',
      reads: { control: { kind: 'command', command: { name: 'times', times: 6 } } },
      from: 'command sheet: x6',
    },
    {
      code: 'ZG-C-X12',
      reads: { control: { kind: 'command', command: { name: 'times', times: 12 } } },
      from: 'command sheet: x12',
    },
    {
      code: 'ZG-C-X24',
      reads: { control: { kind: 'command', command: { name: 'times', times: 24 } } },
      from: 'command sheet: x24',
    },
    {
      code: 'zg-c-undo',
      reads: { control: { kind: 'command', text: 'ZG-C-UNDO', command: { name: 'undo' } } },
      from: 'capital lock turned the command round',
    },
    {
      code: ']C0ZG-C-X12',
      reads: { control: { kind: 'command', command: { name: 'times', times: 12 } } },
      from: 'a command with the AIM prefix of Code 128',
    },
    { code: 'ZG-C-X0', reads: { rule: 'text', lookups: ['ZG-C-X0'] }, from: 'no times' },
    {
      code: 'ZG-C-X100',
      reads: { rule: 'text', lookups: ['ZG-C-X100'] },
      from: 'too many times for a printed command',
    },
    { code: 'ZG-C-PAY', reads: { rule: 'text', lookups: ['ZG-C-PAY'] }, from: 'a command we do not have' },
    { code: 'ZG-Z-A03', reads: { control: { kind: 'zone', zone: 'A03' } }, from: 'a shelf zone' },
    { code: 'ZG-Z-COLD-2', reads: { control: { kind: 'zone', zone: 'COLD-2' } }, from: 'a zone with a part' },
    { code: 'ZG-Z-', reads: { rule: 'text', lookups: ['ZG-Z-'] }, from: 'a zone without a name' },
    {
      code: 'ZG-P-PD-S001-261122-A0001-03',
      reads: { control: { kind: 'page', number: 'PD-S001-261122-A0001', page: 3 } },
      from: 'a page of a count sheet',
    },
    {
      code: 'ZG-P-PD-S001-261122-A0001',
      reads: { rule: 'text', lookups: ['ZG-P-PD-S001-261122-A0001'] },
      from: 'a page without its number',
    },
    {
      code: 'CGRK-S012-260122-A0007',
      reads: { control: { kind: 'document', text: 'CGRK-S012-260122-A0007' } },
      from: 'a document of a shop',
    },
    {
      code: 'cgrk-s012-260122-a0007',
      reads: { control: { kind: 'document', text: 'CGRK-S012-260122-A0007' } },
      from: 'the same under capital lock',
    },
    {
      code: 'CGDD-S001-261122-0001',
      reads: { control: { kind: 'document', text: 'CGDD-S001-261122-0001' } },
      from: 'an order of HQ',
    },
    {
      code: 'DB-HQ-261122-H0001',
      reads: { control: { kind: 'document', text: 'DB-HQ-261122-H0001' } },
      from: 'a transfer of HQ',
    },
    {
      code: 'ＣＧＲＫ－S012－260122－A0007',
      reads: { control: { kind: 'document', text: 'CGRK-S012-260122-A0007' } },
      from: 'a document number through an input method',
    },
    {
      code: '送货单 2211-08',
      reads: { rule: 'text', lookups: ['送货单 2211-08'] },
      from: "a supplier's delivery note",
    },
    { code: 'SKU-0012', reads: { rule: 'text', lookups: ['SKU-0012'] }, from: 'an item code' },
    {
      code: 'sku-0012',
      reads: { rule: 'text', lookups: ['sku-0012', 'SKU-0012'] },
      from: 'an item code under capital lock',
    },
    { code: 'A-1234', reads: { rule: 'text', lookups: ['A-1234'] }, from: 'Code 39 of a supplier' },
    { code: '12345', reads: { rule: 'text', lookups: ['12345'] }, from: 'a short number' },
  ],
  'What cannot be read': [
    { code: '', reads: { unreadable: 'empty' }, from: 'nothing' },
    { code: ' \r\n', reads: { unreadable: 'empty' }, from: 'blanks and an end of line' },
    { code: ']E0', reads: { unreadable: 'empty' }, from: 'a prefix and nothing behind it' },
    { code: '\u001d', reads: { unreadable: 'empty' }, from: 'a separator alone' },
    { code: '690\n3', reads: { unreadable: 'controlCharacters' }, from: 'a NUL of a broken line' },
    { code: 'AB\u001b[2J', reads: { unreadable: 'controlCharacters' }, from: 'an escape sequence' },
    { code: 'AB\u007fC', reads: { unreadable: 'controlCharacters' }, from: 'a delete' },
    { code: 'AB\u202eC', reads: { unreadable: 'controlCharacters' }, from: 'turned reading direction' },
    { code: 'AB\u200bC', reads: { unreadable: 'controlCharacters' }, from: 'a blank of no width' },
    { code: 'AB\ufffdC', reads: { unreadable: 'controlCharacters' }, from: 'bytes that were no text' },
    {
      code: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      reads: { unreadable: 'tooLong' },
      from: 'two codes run together: 129 characters',
    },
  ],
}

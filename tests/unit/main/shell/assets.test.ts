/** Which addresses lead to which file, and that none leads out of the folder. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileForUrl, headersFor } from '../../../../src/main/assets'

const root = path.resolve('pages')
const inside = (...parts: string[]) => path.join(root, ...parts)

describe('addresses', () => {
  it.each([
    ['app://store/', inside('index.html')],
    ['app://store/index.html', inside('index.html')],
    ['app://store/assets/index-1a2b.js?v=1#top', inside('assets', 'index-1a2b.js')],
    ['app://store/assets/%E5%AD%97%E4%BD%93.ttf', inside('assets', '字体.ttf')],
    ['app://store/receiving/42', inside('index.html')],
  ])('%s is served', (address, file) => {
    expect(fileForUrl(root, address)).toBe(file)
  })

  it.each([
    'app://store/..%2f..%2fsecret.txt',
    'app://store/%2e%2e%2fsecret.txt',
    'app://store/assets/..%2F..%2F..%2Fsecret.txt',
    'app://store/..%5c..%5csecret.txt',
    'app://store/assets%00.js',
    'app://store/%ff.js',
    'app://other/index.html',
    'app://store.example/index.html',
    'https://store/index.html',
    'file:///etc/passwd.txt',
    'nonsense',
  ])('%s is refused', (address) => {
    expect(fileForUrl(root, address)).toBeNull()
  })

  it.each([
    'app://store/../secret.txt',
    'app://store/a/../../../secret.txt',
    'app://store/%2e%2e/secret.txt',
    'app://store//etc/secret.txt',
    'app://store/C:/secret.txt',
  ])('%s stays inside', (address) => {
    const file = fileForUrl(root, address)
    expect(file === null || file.startsWith(root + path.sep)).toBe(true)
  })

  it('a folder whose name only begins like ours is outside', () => {
    expect(fileForUrl(root, 'app://store/..%2fpages-other%2fa.txt')).toBeNull()
  })
})

describe('headers', () => {
  it('every answer carries the policy and its type', () => {
    const headers = headersFor('index.html')
    expect(headers['Content-Type']).toBe('text/html; charset=utf-8')
    expect(headers['Content-Security-Policy']).toContain("script-src 'self';")
    expect(headers['Content-Security-Policy']).toContain("object-src 'none'")
    expect(headers['Content-Security-Policy']).not.toMatch(/script-src[^;]*unsafe/)
    expect(headersFor('unknown.bin')['Content-Type']).toBe('application/octet-stream')
  })
})

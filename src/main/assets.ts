/** Which file a page address stands for, and with which headers it is served. Pure: nothing outside the folder is reachable. */
import path from 'node:path'

/** Page 7 of the design: what works with antd, and nothing more. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-src 'none'",
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
}

export const headersFor = (file: string): Record<string, string> => ({
  'Content-Type': types[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
})

/** null: refused. An address without a file ending is a screen, and every screen is the one page. */
export const fileForUrl = (rootDir: string, address: string): string | null => {
  const wanted = decodedPath(address)
  if (wanted === null || /[\0\\]/.test(wanted) || wanted.split('/').includes('..')) return null
  const root = path.resolve(rootDir)
  const file = path.resolve(root, `.${path.extname(wanted) === '' ? '/index.html' : wanted}`)
  return file.startsWith(root + path.sep) ? file : null
}

const decodedPath = (address: string): string | null => {
  try {
    const url = new URL(address)
    if (url.protocol !== 'app:' || url.host !== 'store') return null
    return decodeURIComponent(url.pathname)
  } catch {
    return null
  }
}

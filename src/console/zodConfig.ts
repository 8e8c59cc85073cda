/** Imported first: the page's Content-Security-Policy forbids `new Function`, which zod would otherwise try. */
import { z } from 'zod'

z.config({ jitless: true })

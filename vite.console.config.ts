// How the headquarters console is built: a plain web page that the hub serves under /console/.
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/console',
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: path.resolve('out/console'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 4000,
  },
})

// How the three parts of the desktop app are built. Targets are those of the oldest Electron the app runs on (25).
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

/** Drivers TypeORM would load for databases we do not use; not installed, and never asked for. */
const otherDatabases = [
  ...[
    '@google-cloud/spanner',
    '@sap/hana-client',
    '@sap/hana-client/extension/Stream',
    'better-sqlite3',
    'hdb-pool',
    'ioredis',
  ],
  ...[
    'mongodb',
    'mssql',
    'mysql',
    'mysql2',
    'oracledb',
    'pg',
    'pg-native',
    'pg-query-stream',
    'react-native-sqlite-storage',
  ],
  ...['redis', 'sql.js', 'typeorm-aurora-data-api-driver'],
]

/** May be missing on a PC, and is looked for when it is first wanted; electron-vite knows of `dependencies` only. */
const optionalPackages = ['node-hid']

/** entry.ts must set its exception handler before anything else loads: the `./index.js` it requires is left alone. */
const entryStaysFirst: Plugin = {
  name: 'entry-stays-first',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === './index.js' && importer?.endsWith('src/main/entry.ts') ? { id, external: true } : undefined,
}

export default defineConfig({
  main: {
    plugins: [entryStaysFirst],
    build: {
      target: 'node18',
      outDir: 'out/main',
      sourcemap: true,
      minify: false,
      // Packages stay outside, as files in node_modules, save two kinds: those that cannot be `require`d (ESM only; none
      // today), and those of many small files. TypeORM alone is 900: reading them one by one costs half a second at start.
      externalizeDeps: { include: optionalPackages, exclude: ['typeorm', 'zod', 'async-mutex'] },
      rollupOptions: {
        external: otherDatabases,
        makeAbsoluteExternalsRelative: false,
        input: {
          entry: 'src/main/entry.ts',
          index: 'src/main/index.ts',
          storeProcess: 'src/store/process.ts',
          drawingEntry: 'src/labels/drawingEntry.ts',
          hub: 'src/hub/main.ts',
          verify: 'src/ledger/verifyMain.ts',
        },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      outDir: 'out/preload',
      sourcemap: true,
      minify: false,
      // A sandboxed preload can require nothing but Electron: all in one file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      target: 'chrome114',
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: path.resolve('src/renderer/index.html') },
    },
  },
})

// How the three parts of the desktop app are built. Targets are those of the oldest Electron the app runs on (25).
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      target: 'node18',
      outDir: 'out/main',
      sourcemap: true,
      minify: false,
      // Packages stay outside, as files in node_modules, save those that cannot be `require`d (ESM only): name them here.
      externalizeDeps: { exclude: [] },
      rollupOptions: {
        // entry.ts must set its exception handler before anything else loads: the `./index.js` it requires is left alone.
        external: [/^\.\/index\.js$/],
        makeAbsoluteExternalsRelative: false,
        input: {
          entry: 'src/main/entry.ts',
          index: 'src/main/index.ts',
          storeProcess: 'src/store/process.ts',
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
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: path.resolve('src/renderer/index.html') },
    },
  },
})

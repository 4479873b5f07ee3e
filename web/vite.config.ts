import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  resolve: { alias: { '#client': here('../client/index.ts') } },
  // The server puts the nonce of each answer here (src/console).
  html: { cspNonce: '__nonce__' },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
  // While the console is written: `strata serve` answers, Vite serves the pages.
  server: { proxy: { '/v1': { target: 'http://127.0.0.1:3000', changeOrigin: true } } },
});

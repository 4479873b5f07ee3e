// Joins what the command and the server load into few files, dist/bundle, for a start takes as long as there are modules to
// find and open: thousands in dist and node_modules (docs/decisions/2026-11-30-bundled-starts.md).
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const bundle = join(dist, 'bundle');
/** Loaded from node_modules: what reads files beside itself or starts threads, and what migrations import, too. */
const APART = [
  '@duckdb/node-api',
  '@duckdb/node-bindings',
  '@electric-sql/pglite',
  'bull',
  'pg',
  'pino',
  'swagger-ui-dist',
  'typeorm',
];

await build({
  configFile: false,
  root,
  logLevel: 'warn',
  ssr: { noExternal: true, external: APART },
  plugins: [{ name: 'urls-of-modules', transform: keepUrl }],
  build: {
    ssr: true,
    outDir: bundle,
    target: 'node20',
    minify: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: { cli: join(dist, 'cli', 'index.js'), main: join(dist, 'main.js') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', keepNames: true },
    },
  },
});

/** A module of ours goes on finding what lies beside it (threads, the package's root). */
function keepUrl(code, id) {
  if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null;
  const url = `new URL(${JSON.stringify(relative(bundle, id))}, import.meta.url).href`;
  return { code: code.replaceAll('import.meta.url', url), map: null };
}

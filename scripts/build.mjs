// Compiles the TypeScript projects into dist/, puts each plugin's manifest beside its code, and makes the SDK's package.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

const { status } = spawnSync(process.execPath, [tsc, '-b', root], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

for (const id of readdirSync(join(root, 'plugins'))) {
  const manifest = join(root, 'plugins', id, 'plugin.json');
  if (!existsSync(manifest)) continue;
  mkdirSync(join(root, 'dist', 'plugins', id), { recursive: true });
  cpSync(manifest, join(root, 'dist', 'plugins', id, 'plugin.json'));
}

// The database that every new home and every test starts from (a copy takes a tenth of the time of a new one).
const { prepareTemplate } = await import('../dist/platform/database/prepare-template.js');
await prepareTemplate();

await import('./sdk-package.mjs');

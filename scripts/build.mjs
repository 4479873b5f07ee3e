// Compiles the TypeScript projects into dist/, puts each plugin's manifest and what it says beside its code, and makes the database that
// homes start from, the packages' folders, the console's page and the files of a start. What does not wait for each other runs
// at once.
// `--bench`: the measurements too.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

await Promise.all([compile('src'), compile('migrations')]);
const rest = process.argv.includes('--bench') ? ['plugins', 'bench'] : ['plugins'];
await Promise.all([
  compile(...rest),
  prepareDatabase(),
  import('./console.mjs'),
  import('./sdk-package.mjs'),
  import('./bundle.mjs'),
]);
copyManifests();
await prepareAdmissions();

/** Compiles projects with those that they refer to; what is current is left as it is. Ends this process where one fails. */
async function compile(...projects) {
  const compiler = spawn(process.execPath, [tsc, '-b', ...projects.map((project) => join(root, project))], {
    stdio: 'inherit',
  });
  const status = await new Promise((resolve) => void compiler.once('exit', resolve));
  if (status !== 0) process.exit(status ?? 1);
}

/** The database that every new home and every test starts from (a copy takes a tenth of the time of a new one). */
async function prepareDatabase() {
  const { prepareTemplate } = await import('../dist/platform/database/prepare-template.js');
  await prepareTemplate();
}

/** What the plugins say about themselves, so that starts need not ask. */
async function prepareAdmissions() {
  const prepare = await import('../dist/plugin-host/prepare-admissions.js');
  await prepare.prepareAdmissions();
}

function copyManifests() {
  for (const id of readdirSync(join(root, 'plugins'))) {
    const manifest = join(root, 'plugins', id, 'plugin.json');
    if (!existsSync(manifest)) continue;
    mkdirSync(join(root, 'dist', 'plugins', id), { recursive: true });
    cpSync(manifest, join(root, 'dist', 'plugins', id, 'plugin.json'));
  }
}

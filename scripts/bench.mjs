// npm run bench -- <name> [options]: runs a measurement of bench/ on the built code.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'bench');
const entry = (name) => join(built, name, 'index.js');
const [name, ...options] = process.argv.slice(2);
if (!name || !existsSync(entry(name))) {
  const names = readdirSync(built).filter((folder) => existsSync(entry(folder)));
  const problem = name ? `There is no benchmark "${name}".` : 'Which benchmark?';
  console.error(`${problem} There are: ${names.sort().join(', ')}`);
  process.exit(2);
}
process.exit(spawnSync(process.execPath, [entry(name), ...options], { stdio: 'inherit' }).status ?? 1);

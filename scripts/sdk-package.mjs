// Puts the SDK that plugin authors install into dist/sdk-package: `npm pack ./dist/sdk-package` makes the tarball.
// It is what was built of src/sdk, with whatever of ours and of npm that imports; its version is the SDK's.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'dist', 'sdk-package');
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(target, { recursive: true, force: true });
const rooms = withImportedRooms(['sdk']);
for (const room of rooms) {
  cpSync(join(root, 'dist', room), join(target, room), { recursive: true, filter: (file) => !file.endsWith('.map') });
}
mkdirSync(target, { recursive: true });
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
writeFileSync(join(target, 'README.md'), readme());
writeFileSync(join(target, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);

/** The rooms of src/ that the SDK is made of: its own, and those that it imports. */
function withImportedRooms(found) {
  const imported = found.flatMap((room) => importsOf(room).flatMap((name) => /^#strata\/(.+)$/.exec(name)?.[1] ?? []));
  const all = [...new Set([...found, ...imported])];
  return all.length === found.length ? all : withImportedRooms(all);
}

/** What the modules of a room import, but their own files. */
function importsOf(room) {
  const files = readdirSync(join(root, 'dist', room), { recursive: true }).filter((file) => /\.(js|d\.ts)$/.test(file));
  const texts = files.map((file) => readFileSync(join(root, 'dist', room, file), 'utf8'));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^(?:import|export) [^;]*?from '([^'.][^']*)'/gm)].map(([, name]) => name),
  );
  return [...new Set(names)];
}

async function manifest() {
  const { SDK_VERSION } = await import(join(root, 'dist', 'sdk', 'kinds.js'));
  const packages = rooms
    .flatMap(importsOf)
    .filter((name) => !name.startsWith('#') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  const dependencies = [...new Set(packages)].sort().map((name) => [name, own.dependencies[name]]);
  const imports = rooms.filter((room) => room !== 'sdk').map((room) => [`#strata/${room}`, `./${room}/index.js`]);
  return {
    name: '@strata/sdk',
    version: SDK_VERSION,
    description: 'What plugins of Strata are written with: types, defineScorer, errors and seeded randomness',
    license: own.license,
    type: 'module',
    engines: own.engines,
    exports: { '.': { types: './sdk/index.d.ts', default: './sdk/index.js' } },
    ...(imports.length === 0 ? {} : { imports: Object.fromEntries(imports) }),
    dependencies: Object.fromEntries(dependencies),
  };
}

function readme() {
  return `# @strata/sdk

What plugins of Strata are written with. Strata itself resolves this name to the SDK that it runs with, so that a plugin
needs this package only for its types and its own tests.

\`\`\`js
import { defineScorer } from '@strata/sdk';
\`\`\`

Strata's \`docs/plugin-guide.md\` is the walkthrough.
`;
}

/* global fetch -- of Node */
// The pages of the console: the paths of web/src/*/routes.ts, with ids of what a server knows in place of what they leave open.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** How the documents of a collection of rules are listed. */
const COLLECTIONS = ['strategies', 'segments', 'models', 'analyses'];

/** @param base where a server with the demo's shop answers */
export async function consolePages(base) {
  const get = async (path) => {
    const answer = await fetch(`${base}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const known = await samples(get);
  return routes().flatMap((path) => {
    const [, room] = path.split('/');
    const fillings = (known[room ?? ''] ?? []).filter((filling) => names(path).every((name) => name in filling));
    const filled = fillings.map((filling) => path.replaceAll(/\$(\w+)/g, (_, name) => filling[name]));
    return names(path).length === 0 ? [path] : [...new Set(filled)];
  });
}

function routes() {
  const files = readdirSync(join(root, 'web', 'src')).map((room) => join(root, 'web', 'src', room, 'routes.ts'));
  const paths = files
    .filter((file) => existsSync(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path));
  return [...new Set(paths)].sort();
}

function names(path) {
  return [...path.matchAll(/\$(\w+)/g)].map(([, name]) => name);
}

/** By room: what there is to put into its paths. */
async function samples(get) {
  const [{ runs }, { analyses }, { models }, { users }, ...lists] = await Promise.all([
    get('/v1/campaigns'),
    get('/v1/analyses'),
    get('/v1/models'),
    get('/v1/users?limit=50'),
    ...COLLECTIONS.map((collection) => get(`/v1/${collection}`)),
  ]);
  const decided = await someDecision(get, users);
  return {
    campaigns: runs.slice(0, 1).map(({ campaign, id }) => ({ id: campaign, run: id })),
    customers: [...analyses.map(({ id }) => ({ id })), { name: 'order_placed' }],
    experiments: [{ id: 'win-back-coupon' }, { id: 'choose-coupon' }],
    models: models.slice(0, 2).map(({ id }) => ({ id })),
    people: [decided],
    rules: COLLECTIONS.map((collection, place) => ({ collection, id: lists[place][collection][0]?.id })),
  };
}

/** Somebody about whom something was decided. */
async function someDecision(get, users) {
  for (const { userId: id } of users) {
    const { decisions } = await get(`/v1/users/${encodeURIComponent(id)}/decisions?limit=1`);
    if (decisions.length > 0) return { id, decision: decisions[0].id };
  }
  return { id: users[0]?.userId };
}

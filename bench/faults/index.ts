/**
 * npm run bench -- faults [--json] [--kills N]: kills the server under load and looks for lost decisions, on PGlite and,
 * where DATABASE_URL or TEST_DATABASE_URL names one, on PostgreSQL; there also 64 clients over two server processes share
 * a stock of 1,000 and a budget, and champions change under load.
 */
import { parseArgs } from 'node:util';
import { freshDatabase } from '../decisions/fresh-database.js';
import { removeFolder, temporaryFolder } from '../decisions/servers.js';
import { killUnderLoad } from './kill-under-load.js';
import { promoteUnderLoad } from './promote-under-load.js';
import { shareLimits } from './shared-limits.js';

const CLIENTS = 64;
const STOCK = 1_000;
/** Pays 499 coupons of 20.05 and leaves less than one. */
const BUDGET = { budget: 10_010, pays: 499 };

/** After a promotion no server uses the champion before for longer. */
const RELOAD_MS = 2_000;

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, kills: { type: 'string', default: '20' } },
});
const kills = Number(options.kills);
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
const results: { readonly what: string; readonly reached: boolean; readonly found: object }[] = [];

await killed('pglite', undefined);
if (serverUrl !== undefined) {
  await withDatabase(serverUrl, (url) => killed('postgres', url));
  await withDatabase(serverUrl, async (url) => {
    const found = await shareLimits(url, { stock: STOCK }, { clients: CLIENTS, requests: 1_600 });
    add(`${String(CLIENTS)} clients over two processes issue exactly ${String(STOCK)}`, found.issued === STOCK, found);
  });
  await withDatabase(serverUrl, async (url) => {
    const found = await shareLimits(url, BUDGET, { clients: CLIENTS, requests: 1_000 });
    add(
      `a budget of ${String(BUDGET.budget)} pays exactly ${String(BUDGET.pays)}`,
      found.issued === BUDGET.pays,
      found,
    );
  });
  await withDatabase(serverUrl, async (url) => {
    const found = await promoteUnderLoad(url, { clients: 16, promotions: 10, scored: 500 });
    const seen = found.seenAfterMs.every((ms) => ms <= RELOAD_MS);
    const reached = seen && found.dropped + found.mixed === 0;
    add(`10 promotions under load: within ${String(RELOAD_MS)} ms, nothing dropped or mixed`, reached, found);
  });
}
if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1;

async function killed(home: string, databaseUrl: string | undefined): Promise<void> {
  const folder = temporaryFolder();
  try {
    const found = await killUnderLoad({ home: folder, databaseUrl }, { kills, answers: 800 });
    add(`${home}: kill -9 under load ${String(kills)} times loses nothing`, found.lost === 0, found);
  } finally {
    removeFolder(folder);
  }
}

async function withDatabase(url: string, work: (url: string) => Promise<void>): Promise<void> {
  const database = await freshDatabase(url);
  try {
    await work(database.url);
  } finally {
    await database.drop();
  }
}

function add(what: string, reached: boolean, found: object): void {
  results.push({ what, reached, found });
  if (!options.json) process.stdout.write(`${reached ? 'reached' : 'MISSED '}: ${what} ${JSON.stringify(found)}\n`);
}

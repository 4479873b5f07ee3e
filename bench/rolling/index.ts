/**
 * npm run bench -- rolling [--people N] [--events N] [--rate N] [--minutes N] [--json]: a rolling campaign over stored people on
 * PostgreSQL, with a turn every minute, while events arrive at `POST /v1/batch`, each of which makes a moment. Says how long
 * after its moment somebody could be fetched from the list; processor time and memory; and how many rows each table read
 * for a moment, which tells whether a turn looks at those whose moment has come or at everybody. Needs DATABASE_URL or
 * TEST_DATABASE_URL (scripts/services.sh gives one).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ConnectionTimes, processorSeconds } from '../decisions/processor-time.js';
import { removeFolder, startStrata, temporaryFolder } from '../decisions/servers.js';
import { rollingPeople } from './people.js';
import { CartEvents } from './cart-events.js';
import { ListReader } from './list-reader.js';
import { peakMegabytes, readRows } from './reads.js';
import { CAMPAIGN, rollingRules } from './rules.js';

/** From a moment to the list. */
const BAR_SECONDS = 90;
/** How long the last turns may take; on a machine that keeps up they are over within a minute and a half. */
const LAST_TURNS_MS = 300_000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '3000000' },
    rate: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '5' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stderr.write('It needs PostgreSQL: bash scripts/services.sh npm run bench -- rolling\n');
  process.exit(2);
}
const [people, rate, minutes] = [options.people, options.rate, options.minutes].map(Number) as [number, number, number];

const folder = temporaryFolder();
const database = await rollingPeople(serverUrl, { users: people, events: Number(options.events) }, folder);
try {
  const measured = await measure(database.url);
  if (options.json) process.stdout.write(`${JSON.stringify({ people, rate, minutes, ...measured }, null, 2)}\n`);
  else print(measured);
} finally {
  await database.drop();
  removeFolder(folder);
}

async function measure(databaseUrl: string) {
  const server = await startStrata({ home: folder, rules: rollingRules(folder), databaseUrl });
  const connections = await ConnectionTimes.open(databaseUrl);
  try {
    const reader = new ListReader(server.url, CAMPAIGN);
    await reader.begun();
    const before = { server: processorSeconds(server.process.pid), reads: await readRows(databaseUrl) };
    await connections.since();
    const events = new CartEvents(server.url, { people, rate });
    const started = performance.now();
    const reading = reader.open();
    await events.send(minutes * 60_000);
    const sentFor = (performance.now() - started) / 1_000;
    const left = await untilLooked(reader);
    await reading.stop();
    const seconds = (performance.now() - started) / 1_000;
    const moments = events.sent;
    const after = await readRows(databaseUrl);
    return {
      ...{ moments, left, eventsPerSecond: moments / sentFor, refused: events.refused },
      ...{ contacts: reader.delays.length, secondsToList: reader.quantiles(), turns: reader.turns() },
      processorShare: {
        server: share(before.server, processorSeconds(server.process.pid), seconds),
        database: share(0, await connections.since(), seconds),
      },
      serverMegabytes: peakMegabytes(server.process.pid),
      rowsReadAMoment: Object.fromEntries(
        [...after].map(([table, rows]) => [table, (rows - (before.reads.get(table) ?? 0)) / moments]),
      ),
    };
  } finally {
    await connections.close();
    await server.stop();
  }
}

/** Waits until all moments have come and were looked at. @returns how many were not in the end */
async function untilLooked(reader: ListReader): Promise<number> {
  const ends = performance.now() + LAST_TURNS_MS;
  for (;;) {
    const left = await reader.waiting();
    if (left === 0 || performance.now() > ends) return left;
    await delay(2_000);
  }
}

function share(from: number | undefined, to: number | undefined, seconds: number): number | undefined {
  return from === undefined || to === undefined ? undefined : (to - from) / seconds;
}

function print(measured: Awaited<ReturnType<typeof measure>>): void {
  const { moments, left, eventsPerSecond, refused, contacts, secondsToList } = measured;
  const { turns, processorShare, serverMegabytes } = measured;
  const lines = [
    `${options.people} people stored; ${String(moments)} events in ${options.minutes} min, ${eventsPerSecond.toFixed(0)} a second, ${String(refused)} refused`,
    `  ${String(contacts)} contacts in ${String(turns.length)} turns of ${turns.map(({ people: n, seconds }) => `${String(n)} in ${seconds.toFixed(1)} s`).join(', ')}`,
    `  from the moment to the list: p50 ${secondsToList.p50.toFixed(1)} s, p99 ${secondsToList.p99.toFixed(1)} s, max ${secondsToList.max.toFixed(1)} s`,
    `  ${secondsToList.max <= BAR_SECONDS && left === 0 ? 'reached' : 'MISSED '}: at most ${String(BAR_SECONDS)} s; ${String(left)} moments not looked at`,
    `  processors: server ${words(processorShare.server)}, database ${words(processorShare.database)}; server ${String(serverMegabytes)} MB`,
    `  rows read a moment: ${Object.entries(measured.rowsReadAMoment)
      .filter(([, rows]) => rows >= 0.01)
      .map(([table, rows]) => `${table} ${rows.toFixed(2)}`)
      .join(', ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function words(used: number | undefined): string {
  return used === undefined ? 'not known' : used.toFixed(2);
}

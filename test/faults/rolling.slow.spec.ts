import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Campaign, type Strategy } from '#strata/engine';
import { openDatabase } from '#strata/platform/database';
import { seededRandom } from '#sdk';
import { describeOn, freshConfig, type FreshConfig } from '../support/database.js';
import { kill } from '../support/killing.js';

const KILLS = 20;
const EVENTS_A_SECOND = 1_000;
const WAIT = { timeout: 240_000, interval: 200 };
const PATIENCE_MS = 600_000;
const SCRIPT = fileURLToPath(new URL('../support/rolling-turns.mjs', import.meta.url));

const STRATEGY: Strategy = {
  ...{ id: 'welcome', title: 'Welcome' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  trigger: { fact: 'events', params: { name: 'signed_up', within: 'P1D' }, operator: 'greaterThanInclusive', value: 1 },
  baseline: { title: 'all', offer: 'hello' },
  offers: [{ id: 'hello', title: 'Hello', faceValue: 0, redemptionRate: 0, contactCost: 0, response: { rate: 0.3 } }],
};
const CAMPAIGN: Campaign = {
  ...{ id: 'welcome', title: 'Welcome', strategy: STRATEGY.id, audience: { stored: true } },
  schedule: { every: 'PT1M' },
};
const DOCUMENTS = { facts: {}, segments: [], models: [], strategies: [STRATEGY], campaigns: [CAMPAIGN] };

describeOn('postgres', 'a rolling campaign whose process is killed', (home) => {
  let config: FreshConfig;
  let client: Client;
  let child: ChildProcess;
  beforeAll(async () => {
    config = await freshConfig(home);
    await (await openDatabase(config)).close();
    client = new Client({ connectionString: config.databaseUrl });
    await client.connect();
    child = await start();
  });
  afterAll(async () => {
    await kill(child);
    await client.end();
    await config.dispose();
  });

  async function start(): Promise<ChildProcess> {
    const started = fork(SCRIPT, [JSON.stringify(config), JSON.stringify(DOCUMENTS)], { execArgv: [] });
    await Promise.race([
      once(started, 'message'),
      once(started, 'exit').then(() => Promise.reject(new Error('the process that takes turns has ended'))),
    ]);
    return started;
  }
  let people = 0;
  const signUp = async (many: number) => {
    await client.query(
      `insert into events (user_id, message_id, name, at)
       select 'user-' || n, 'm' || n, 'signed_up', $3::timestamptz + n % 1000 * interval '1 microsecond'
       from generate_series($1::integer, $2::integer) n`,
      [people + 1, people + many, new Date().toISOString()],
    );
    people += many;
  };
  const numberOf = async (sql: string) => Number((await client.query<{ n: string }>(sql)).rows[0]!.n);

  it(`loses nobody and reaches nobody twice in ${String(KILLS)} kills`, { timeout: PATIENCE_MS }, async () => {
    const random = seededRandom(11);
    await expect.poll(() => numberOf('select count(*) as n from rolling_progress'), WAIT).toBe(1);
    for (let kills = 0; kills < KILLS; kills++) {
      const ends = Date.now() + 100 + random.integer(500);
      do {
        await signUp(EVENTS_A_SECOND / 10);
        await delay(100);
      } while (Date.now() < ends);
      await kill(child);
      child = await start();
    }
    await expect.poll(() => numberOf('select count(*) as n from rolling_contacts'), WAIT).toBe(people);
    expect(await numberOf('select count(distinct user_id) as n from rolling_contacts')).toBe(people);
    expect(await numberOf(`select count(*) as n from decisions where outcome = 'offer'`)).toBe(people);
    expect(await numberOf('select count(distinct decision_id) as n from rolling_contacts')).toBe(people);
    await expect.poll(() => numberOf('select count(*) as n from rolling_moments'), WAIT).toBe(0);
  });
});

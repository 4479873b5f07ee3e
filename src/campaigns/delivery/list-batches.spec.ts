import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Offer } from '#strata/engine';
import { sqlText } from '#strata/kernel';
import { openMemory } from '#strata/tables';
import { countBatches, type DeliveredList, listBatches } from './list-batches.js';

let folder: string;
let list: DeliveredList;
const offer: Offer = {
  ...{ id: 'coupon', title: 'A coupon', faceValue: 5, redemptionRate: 1, contactCost: 0.1, response: { rate: 0.5 } },
  ...{ channel: 'sms', content: { text: 'Take it' } },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-batches-'));
  const path = join(folder, 'list.parquet');
  const { connection, close } = await openMemory();
  await connection.run(
    `copy (select 'u' || i as "user", 'coupon' as offer, nullif('', '') as arm, case when i % 5 = 0 then 'holdout' else 'offer' end as outcome,
      1.0::double as propensity, 0.1 + 0.2::double as conversion, null::double as "natural", 1.0::double as cost, 2.0::double as profit
      from range(1, 5001) r (i)) to ${sqlText(path, 'duckdb')} (format parquet)`,
  );
  close();
  const strategy = { id: 'win-back', offers: [offer, { ...offer, id: 'other' }] };
  list = {
    run: 'r1',
    campaign: { id: 'november' },
    strategy,
    path,
    now: Date.parse('2026-11-22T08:00:00Z'),
    size: 300,
  };
});
afterAll(() => rm(folder, { recursive: true }));

async function bodies(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { body } of listBatches(list)) found.push(body());
  return found;
}

it('gives everybody who gets an offer once, in the order of the list, and the same bytes again', async () => {
  const first = await bodies();
  expect(first).toHaveLength(await countBatches(list));
  const people = first.flatMap((body) => (JSON.parse(body) as { data: { people: { user: string }[] } }).data.people);
  const expected = Array.from({ length: 5_000 }, (_, index) => index + 1).filter((i) => i % 5 !== 0);
  expect(people.map(({ user }) => user)).toEqual(expected.map((i) => `u${String(i)}`));
  expect(await bodies()).toEqual(first);
});

it('tells the offers that are made in it, and what they are expected to bring', async () => {
  const [body = ''] = await bodies();
  expect(JSON.parse(body)).toMatchObject({
    type: 'campaign.batch',
    timestamp: '2026-11-22T08:00:00.000Z',
    data: {
      ...{ run: 'r1', campaign: 'november', strategy: 'win-back', batch: 1 },
      offers: [{ id: 'coupon', title: 'A coupon', channel: 'sms', content: { text: 'Take it' } }],
    },
  });
  expect((JSON.parse(body) as { data: { people: unknown[] } }).data.people[0]).toEqual({
    ...{ user: 'u1', offer: 'coupon', arm: null, propensity: 1 },
    expected: { conversion: 0.3, natural: null, cost: 1, profit: 2 },
  });
});

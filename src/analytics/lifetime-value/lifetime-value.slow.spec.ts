import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { englishLeft } from '../../../test/support/english-left.js';
import { type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type LifetimeValueAnalysis } from '#strata/rulebook/schemas';
import { seededRandom } from '#sdk';
import { reportPage } from '../report/index.js';
import { type PublishedBlock } from '../contract/index.js';
import { LIFETIME_VALUE } from './lifetime-value.js';

const DAY = 86_400_000;

describe('an analysis of lifetime value', () => {
  const UNTIL = Date.parse('2026-11-01T12:00:00Z');
  const document: LifetimeValueAnalysis = {
    id: 'ltv',
    title: 'Lifetime value',
    kind: 'lifetime-value',
    purchases: { event: 'order_placed', value: 'total' },
    columns: { person: 'customer', at: 'date' },
    horizon: 'P180D',
    stages: { fact: 'stage' },
    publishes: { expectedPurchases: 'number', stage: 'string' },
  };
  const documents: ReleaseDocuments = {
    facts: {
      days: {
        type: 'number',
        from: { events: { name: 'order_placed', measure: 'daysSinceLast' } },
        words: 'days since the last order',
      },
      stage: {
        type: 'string',
        from: { firstOf: [{ when: { fact: 'days', operator: 'lessThan', value: 90 }, is: 'active' }, { is: 'lost' }] },
        words: 'stage',
      },
      channel: { type: 'string', from: { profile: 'channel' }, words: 'channel' },
    },
    segments: [{ id: 'active', title: 'Active', condition: { fact: 'stage', operator: 'equal', value: 'active' } }],
    models: [],
    strategies: [],
    shop: { timeZone: 'Asia/Shanghai', currency: 'CNY' },
  };
  let folder: string;
  let host: PluginHost;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ltv-'));
    const plugins = ['own-rate', 'lifetime-value', 'value-regression'];
    host = await openPluginHost({
      directories: [],
      folders: plugins.map((id) => join(import.meta.dirname, '../../../dist/plugins', id)),
    });
  });
  afterAll(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });

  const analyse = async (lines: readonly string[], change: Partial<LifetimeValueAnalysis> = {}) => {
    const file = join(folder, 'purchases.csv');
    await writeFile(file, ['customer,date,total', ...lines].join('\n'));
    const asked = { ...document, ...change };
    const { report, people } = await LIFETIME_VALUE.run(asked, {
      ...{ source: { kind: 'file', file, name: 'purchases.csv' }, until: UNTIL, documents, seed: 1, previous: null },
      ...{ host, signal: new AbortController().signal, progress: () => undefined },
    });
    const blocks: PublishedBlock[] = [];
    for await (const block of people ?? []) blocks.push(block);
    return { report, blocks, read: LIFETIME_VALUE.read(report, asked) };
  };

  it('foretells what comes, is judged on what it had not seen, and is told in words', async () => {
    const { report, blocks, read } = await analyse(boughtByCustomers(400));
    const { heldOut, base } = report;
    expect(base.people).toBe(400);
    expect(base.value!.lower).toBeLessThan(base.value!.value);
    expect(heldOut?.days).toBe(180);
    expect(heldOut?.forecasts.map(({ plugin }) => plugin)).toEqual(['lifetime-value', 'own-rate', 'value-regression']);
    const [model, rule] = heldOut!.forecasts;
    expect(Math.abs(model!.purchases.value / heldOut!.purchases - 1)).toBeLessThan(0.25);
    expect(rule!.purchases.value).toBeGreaterThan(1.2 * model!.purchases.value);
    expect(rule!.beaten!.meanAbsoluteError.lower).toBeGreaterThan(0);
    expect(heldOut!.byRepeats.reduce((sum, { people }) => sum + people, 0)).toBe(heldOut!.people);
    expect(heldOut!.weeks.at(-1)!.purchases).toBeGreaterThan(0);

    const { byModel, byRule } = report.stages;
    const counted = (pairs: readonly { people: number }[]) => pairs.reduce((sum, { people }) => sum + people, 0);
    expect([counted(byModel), counted(byRule!.pairs)]).toEqual([400, 400]);
    expect(counted(byRule!.heldOut!)).toBe(heldOut!.people);
    const expected = byModel.reduce((sum, { value }) => sum + value!, 0);
    expect(expected / base.value!.value).toBeCloseTo(1, 9);

    expect(blocks.flatMap(({ people }) => people)).toHaveLength(400);
    const published = blocks.flatMap(({ values }) => values['expectedPurchases'] as number[]);
    expect(published.reduce((sum, each) => sum + each, 0) / base.purchases.value).toBeCloseTo(1, 9);

    expect(read.answer[0]).toMatch(/^The 400 customers are worth [\d,]+ CNY \([\d,]+ to [\d,]+\) in the next 180 days/);
    expect(read.answer[1]).toMatch(
      /the model foretold [\d,]+ of [\d,]+ purchases \(.*\); own rate [\d,]+ \(.* too many\)/,
    );
    const page = reportPage(read, { title: document.title, at: UNTIL });
    expect(page).toContain('data-chart="tracking"');
    expect(page).not.toContain('NaN');
    expect(englishLeft(reportPage(read, { title: '价值', at: UNTIL, language: 'zh' }))).toEqual([]);
  });

  it('counts several purchases on one day of the shop once, and reads days such as 20260131', async () => {
    const once = async () =>
      await analyse(
        [
          // The second is of the next day in Shanghai, the third of the same one.
          ...['ann,2026-01-31T15:00:00Z,10', 'ann,2026-01-31T17:00:00Z,20', 'ann,2026-02-01T10:00:00Z,30'],
          ...['bob,20260131,1', 'bob,20260501,2', 'cid,20260601,3'],
        ],
        { holdout: 'P400D', plugin: 'own-rate' },
      );
    const { report } = await once();
    expect(JSON.stringify((await once()).report)).toBe(JSON.stringify(report));
    expect(report.observed).toEqual({ from: '2026-01-31', to: '2026-11-01', purchases: 5, cameBack: 2 });
    expect(report.heldOut).toBeNull();
    expect(report.notJudged).toBe('What was observed is too short to hold some of it out.');
    // One repeat purchase in 274 days each, of 50 and of 2.
    expect(report.base.purchases.value).toBeCloseTo((2 * 180) / 274, 12);
    expect(report.base.value?.value).toBeCloseTo((52 * 180) / 274, 12);
  });

  it('says of few customers what is missing, without a place in the code', async () => {
    const once = ['ann,2026-01-31T15:00:00Z,10', 'bob,2026-02-01T10:00:00Z,30'];
    const message = 'Nobody bought on a second day: how often people come back is not known.';
    await expect(analyse(once)).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES', message });
    await expect(analyse([])).rejects.toMatchObject({ message: 'There are no purchases to learn from.' });
    // Rules need nobody who came back. Nobody bought since: there is nobody to be found.
    const { report, read } = await analyse(once, { plugin: 'own-rate' });
    expect([report.base.purchases.value, report.heldOut!.buyers]).toEqual([0, 0]);
    expect(report.heldOut!.leftOut.map(({ reason }) => reason)).toEqual([
      'Nobody bought in the days that are to be learned from.',
    ]);
    expect(JSON.stringify(read)).not.toMatch(/NaN|undefined|AUC –|\.js:/);
  });

  it('does without money, and says so', async () => {
    const purchases = { event: document.purchases.event };
    const { report, read } = await analyse(boughtByCustomers(300), { purchases, plugin: 'own-rate' });
    expect(report.base.value).toBeNull();
    expect(report.heldOut!.value).toBeNull();
    expect(read.answer[0]).toMatch(/^The 300 customers are expected to make [\d,]+ purchases in the next 180 days\.$/);
    expect(JSON.stringify(read)).not.toMatch(/NaN|undefined/);
  });

  // Columns are those of a file.
  const stored: LifetimeValueAnalysis = { ...document, population: 'active', covariates: ['channel'] };

  describeOnBothHomes('of what is stored', (home) => {
    let database: Database;
    beforeAll(async () => (database = await freshDatabase(home)));
    afterAll(() => database.close());

    it('is of the people of a segment as in a file, and may know what tells customers apart', async () => {
      const lines = boughtByCustomers(300);
      const file = await analyse(lines, { population: 'active', plugin: 'own-rate' });
      // Nobody is left out for not having come back since.
      expect(file.report.base.people).toBeLessThan(300);
      expect(file.report.heldOut!.people).toBeGreaterThan(file.report.heldOut!.buyers);
      const bought = lines.map((line) => line.split(','));
      const people = [...new Set(bought.map(([person = '']) => person))];
      // Whoever buys on many days came from an ad.
      const channelOf = (person: string) => (bought.filter(([other]) => other === person).length > 4 ? 'ad' : 'shop');
      await database.run(async (manager) => {
        await manager.query(
          `insert into profiles (user_id, attributes)
           select p, jsonb_build_object('channel', c) from unnest($1::text[], $2::text[]) people (p, c)`,
          [people, people.map(channelOf)],
        );
        await manager.query(
          `insert into events (user_id, message_id, name, at, properties)
           select p, 'm' || n, 'order_placed', a::timestamptz, jsonb_build_object('total', t)
           from unnest($1::text[], $2::text[], $3::numeric[]) with ordinality rows (p, a, t, n)`,
          [0, 1, 2].map((place) => bought.map((cells) => cells[place])),
        );
      });
      const { report } = await LIFETIME_VALUE.run(stored, {
        ...{ source: { kind: 'stored', database }, until: UNTIL, documents, seed: 1, previous: null },
        ...{ host, signal: new AbortController().signal, progress: () => undefined },
      });
      expect(report.observed).toEqual(file.report.observed);
      const rule = ({ heldOut }: typeof report) => {
        const own = heldOut!.forecasts.find(({ plugin }) => plugin === 'own-rate')!;
        const { people, purchases, value } = heldOut!;
        return { ...own, beaten: null, came: { people, purchases, value } };
      };
      expect(rule(report)).toEqual(rule(file.report));
      const channel = report.parameters.find(({ name }) => name.startsWith('alpha: channel'))!;
      // Compared with the channel that most came from.
      const sign = channel.name === 'alpha: channel shop' ? -1 : 1;
      expect((sign * channel.estimate) / channel.standardError!).toBeGreaterThan(3);
    });
  });
});

/** Of somebody who buys at a rate of their own until they leave, in two years. */
function boughtByCustomers(customers: number): readonly string[] {
  const random = seededRandom(5);
  const start = Date.parse('2024-11-01T00:00:00Z');
  return Array.from({ length: customers }, (_, customer) => {
    const between = 10 + 100 * random.uniform();
    const stays = 0.5 + 0.45 * random.uniform();
    const worth = 10 + 40 * random.uniform();
    const lines: string[] = [];
    for (let day = 400 * random.uniform(); day <= 730; day += -between * Math.log(1 - random.uniform())) {
      const at = new Date(start + day * DAY).toISOString();
      lines.push(`c${String(customer)},${at},${(worth * (0.5 + random.uniform())).toFixed(2)}`);
      if (random.uniform() > stays) break;
    }
    return lines;
  }).flat();
}

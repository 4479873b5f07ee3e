import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnBothHomes, freshConfig, type FreshConfig } from '../../../test/support/database.js';
import { strata } from '../../../test/support/strata.js';
import { EVERYTHING } from '../../../test/support/suite.js';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { type ExplainedFacts } from '#strata/profiles/facts';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { loadDocuments } from '#strata/rulebook/documents';
import { documentsOrThrow, validateDocuments } from '#strata/rulebook/checks';

const DAY = 86_400_000;
const NOW = Date.now();

describeOnBothHomes('the commands over stored people', (home) => {
  let config: FreshConfig;
  const open = () => openDatabase(config);
  beforeAll(async () => {
    config = await freshConfig(home);
    vi.stubEnv('STRATA_HOME', config.home);
    vi.stubEnv('DATABASE_URL', config.databaseUrl ?? '');
    const database = await open();
    const rules = validateDocuments(await loadDocuments(join(PACKAGE_ROOT, 'rules')));
    await new ReleaseStore(database).push(documentsOrThrow(rules), 'test');
    const store = new ProfileStore(database);
    const said = { anonymousId: null, consent: [], at: NOW - DAY };
    await store.identify({ id: 'dormant', traits: { city: 'Shanghai', gender: 'f' }, ...said });
    await store.identify({ id: 'fresh', traits: { city: 'Shanghai' }, ...said });
    await store.track([
      { id: 'dormant', messageId: '1', name: 'order_placed', at: NOW - 200.5 * DAY, properties: { amount: 50 } },
      { id: 'dormant', messageId: '2', name: 'order_placed', at: NOW - 300.5 * DAY, properties: { amount: 70 } },
      { id: 'fresh', messageId: '3', name: 'order_placed', at: NOW - 2.5 * DAY, properties: { amount: 70 } },
    ]);
    await database.close();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await config.dispose();
  });

  it('explain each fact of a person, by a table and for machines', async () => {
    const { code, out } = await strata('facts', 'explain', 'dormant');
    expect(code).toBe(0);
    expect(out).toMatch(/daysSinceLastOrder.*200 days.*2 seen, the last /);
    expect(out).toMatch(/gender.*"f".*sensitive/);
    expect(out).toMatch(/averageOrderValue.*60 EUR/);
    const machine = JSON.parse((await strata('facts', 'explain', 'dormant', '--json')).out) as ExplainedFacts;
    expect(machine.facts.find(({ name }) => name === 'orders')).toMatchObject({
      value: 2,
      origin: { kind: 'events', event: 'order_placed', seen: 2 },
    });
  });

  it('look back to a moment, and see no later event', async () => {
    const at = new Date(NOW - 250 * DAY).toISOString();
    const { facts } = JSON.parse(
      (await strata('facts', 'explain', 'dormant', '--at', at, '--json')).out,
    ) as ExplainedFacts;
    const value = (wanted: string) => facts.find(({ name }) => name === wanted)?.value;
    expect([value('orders'), value('daysSinceLastOrder')]).toEqual([1, 50]);
  });

  it('say who is not stored, and what is no time', async () => {
    expect(await strata('facts', 'explain', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('[NOT_FOUND]') as unknown,
    });
    expect((await strata('facts', 'explain', 'dormant', '--at', 'yesterday')).code).toBe(2);
  });

  it('write a segment as SQL that finds its members', async () => {
    const { code, out } = await strata('rules', 'sql', 'dormant-customers');
    expect(code).toBe(0);
    const database = await open();
    const found = await database.run((manager) => manager.query<{ user_id: string }[]>(out));
    await database.close();
    expect(found).toEqual([{ user_id: 'dormant' }]);
    const machine: unknown = JSON.parse(
      (await strata('rules', 'sql', 'dormant-customers', '--dialect', 'duckdb', '--json')).out,
    );
    expect(machine).toMatchObject({ segment: 'dormant-customers', dialect: 'duckdb' });
  });

  it('write a segment of a file for a warehouse, from a table of facts', async () => {
    const file = join(PACKAGE_ROOT, 'rules', 'segments', 'active-customers.json');
    const { code, out, err } = await strata('rules', 'sql', file, '--dialect', 'spark', '--table', 'crm.facts');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('select `user_id` from `crm`.`facts`');
    expect(out).toContain('coalesce(`orders` >= 1, false)');
    const missing = await strata('rules', 'sql', join(dirname(file), 'nobody.json'), '--dialect', 'spark');
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no segment "nobody"') as unknown });
  });

  it('name the nearest segment', async () => {
    const { code, err } = await strata('rules', 'sql', 'dormant-customer');
    expect(code).toBe(1);
    expect(err).toContain('did you mean "dormant-customers"?');
    expect((await strata('rules', 'sql', 'dormant-customers', '--dialect', 'oracle')).code).toBe(2);
  });

  it.runIf(EVERYTHING)('measure what they are worth, without a document', async () => {
    const args = ['measure', 'ltv', '--value', 'amount', '--plugin', 'own-rate', '--horizon', 'P100D'];
    const { code, out } = await strata(...args, '--holdout', 'P900D');
    expect(code).toBe(0);
    // One repeat purchase of 50 in 300 days.
    expect(out).toContain('The 2 customers are worth 17 EUR in the next 100 days: 0.3 purchases.');
    expect(out).toContain('foretold by Own rate.');
    expect(out).toContain('was not judged. What was observed is too short');
    expect((await strata('measure', 'ltv', '--person', 'customer')).err).toContain('--data FILE');
  });
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { choose, qualify } from '#strata/engine/decide';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { type PluginHost } from '#strata/plugin-host';
import { FactGatherer } from '#strata/profiles/facts';
import { ProfileStore } from '#strata/profiles/people';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { describeOnBothHomes, freshDatabase, transactionsEnded } from '../../../test/support/database.js';
import { DECISION_PERSON_STORE, DecisionLog } from '../log/index.js';
import { SHADOW_PERSON_STORE } from './person-store.js';
import { ShadowRunner } from './shadow-runner.js';
import { Shadows } from './shadows.js';

const NOW = Date.now();
const LOG = createLogger({ logLevel: 'silent' });

function releaseOf(older: number, rate: number): ReleaseDocuments {
  const strategy: Strategy = {
    id: 'coupon',
    title: 'A coupon',
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0 } },
    segment: { all: [{ fact: 'age', operator: 'greaterThanInclusive', value: older }] },
    baseline: { title: 'all', offer: 'five' },
    offers: [{ id: 'five', title: '5', faceValue: 5, contactCost: 0.1, redemptionRate: 0.5, response: { rate } }],
  };
  const age = { type: 'number', from: { profile: 'age' }, words: 'age' } as const;
  return { facts: { age }, segments: [], models: [], strategies: [strategy] };
}

describeOnBothHomes('a shadow', (home) => {
  let database: Database;
  let releases: CurrentRelease;
  let log: DecisionLog;
  let shadows: Shadows;
  let runner: ShadowRunner;
  let profiles: ProfileStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    await store.push(releaseOf(40, 0.5), 'test');
    releases = new CurrentRelease(store, LOG);
    await releases.open();
    log = new DecisionLog(database);
    shadows = new Shadows(database, { version: () => Promise.reject(new Error('no models')) }, store);
    profiles = new ProfileStore(database, [SHADOW_PERSON_STORE, DECISION_PERSON_STORE]);
    // Somebody is stored, so that people are looked up at all.
    await profiles.identify({ id: 'somebody', anonymousId: null, at: NOW, traits: {}, consent: [] });
  });
  beforeEach(async () => {
    await database.run((manager) => manager.query('delete from shadows'));
    await database.run((manager) => manager.query('delete from decisions'));
    await database.run((manager) => manager.query('delete from contacts'));
    runner = shadowRunner();
  });
  afterAll(async () => {
    await releases.close();
    await database.close();
  });

  const shadowRunner = (options: ConstructorParameters<typeof ShadowRunner>[1] = {}): ShadowRunner => {
    const nobody = { score: () => Promise.resolve({}) };
    const gatherer = new FactGatherer(database);
    const registry = { artefact: () => Promise.reject(new Error('no models')) };
    const host = {} as PluginHost;
    const parts = { database, releases, scorers: nobody, gatherer, registry, host, log: LOG };
    return new ShadowRunner(parts, { rest: 0, ...options });
  };
  const decide = async (userId: string, age: number): Promise<void> => {
    const release = releases.get();
    const asked = { id: uuidv7(), userId, now: NOW, strategies: null, facts: { age }, events: [], consent: [] };
    const qualified = qualify({ ...asked, suppressed: false, contacts: [] }, release);
    const choice = choose(qualified, {}, log.spent(release, NOW));
    await log.append({ choice, detail: 'summary', context: null, idempotency: null });
  };
  /** People of 30 to 49 years. */
  const decideAll = async (name: string): Promise<void> => {
    await Promise.all(Array.from({ length: 20 }, (_, place) => decide(`${name}-${String(place)}`, 30 + place)));
  };
  const ride = async (documents: ReleaseDocuments, share = 1) => {
    await transactionsEnded(database);
    return await shadows.start({ candidate: { kind: 'release', documents }, share }, 'ann', NOW);
  };
  const look = async (by = runner): Promise<void> => {
    await transactionsEnded(database);
    await by.look();
  };
  const countOf = async (table: string): Promise<number> => {
    const [row] = await database.run((manager) => manager.query<[{ n: number }]>(`select count(*)::int as n from ${table}`)); // prettier-ignore
    return row.n;
  };

  it('decides what was decided since it began, and says who would gain, lose, and what it would bring', async () => {
    await decideAll('before');
    const { id } = await ride(releaseOf(35, 0.4));
    await decideAll('after');
    const contacts = await countOf('contacts');
    await look();
    const { all, strategies, shadow, sentences, scores } = await shadows.report(id, NOW);
    expect(shadow).toMatchObject({ seen: 20, dropped: 0, failed: 0, problem: null, startedBy: 'ann' });
    expect(all).toMatchObject({ decisions: 20, live: { offers: 10 }, candidate: { offers: 15 } });
    expect(all.gained).toMatchObject({ decisions: 5, why: [{ stage: 'segment', decisions: 5 }] });
    expect([all.lost.decisions, all.changed.decisions, all.gained.examples.length]).toEqual([0, 0, 5]);
    expect(all.live.profit).toBeCloseTo(10 * (0.5 * 100 * 0.5 - 0.1 - 0.5 * 0.5 * 5), 6);
    expect(all.profitAhead.value).toBeCloseTo((all.candidate.profit - all.live.profit) / 20, 9);
    expect(strategies).toMatchObject([{ strategy: 'coupon', decisions: 20 }]);
    expect(scores).toBeNull();
    expect(sentences[0]).toContain('makes an offer in 15, where 10 were made: 5 gain an offer');
    expect(await countOf('contacts')).toBe(contacts);
  });

  it('knows of people what the published release does not read', async () => {
    const documents = releaseOf(0, 0.4);
    const [strategy] = documents.strategies;
    const segment = { fact: 'member', operator: 'equal', value: true };
    const member = { type: 'boolean', from: { profile: 'member' }, words: 'member' } as const;
    await profiles.identify({ id: 'stored-3', anonymousId: null, at: NOW, traits: { member: true }, consent: [] });
    const { id } = await ride({ ...documents, facts: { ...documents.facts, member }, strategies: [{ ...strategy!, segment }] }); // prettier-ignore
    await decideAll('stored');
    await look();
    const { all } = await shadows.report(id, NOW);
    expect(all).toMatchObject({ live: { offers: 10 }, candidate: { offers: 1 }, gained: { decisions: 1 }, lost: { decisions: 10 } }); // prettier-ignore
  });

  it('shows how well a model told what came, beside the one that decided', async () => {
    const { id } = await ride(releaseOf(35, 0.4));
    await database.run((manager) => manager.query(`update shadows set documents = null, model = 'm', version = 2`));
    await database.run((manager) => manager.query(SETTLED, [id, new Date(NOW - 1000).toISOString()]));
    const { scores, sentences } = await shadows.report(id, NOW);
    expect(scores).toMatchObject({ scored: 400, failed: 0, side: 'treated', settled: 400, converted: 100 });
    const { champion, candidate, aucAhead } = scores!.judged!;
    // One in four converts; the candidate knows which, but promises too much; the champion knows nothing.
    expect([champion.auc.value, candidate.auc.value]).toEqual([0.5, 1]);
    expect(aucAhead.lower).toBeGreaterThan(0.3);
    expect(champion.promised).toBeCloseTo(0.25, 6);
    expect(candidate.promised).toBeCloseTo(0.4, 6);
    expect(candidate.calibrationError).toBeGreaterThan(0.05);
    expect(sentences.join(' ')).toContain('25 % converted: the candidate had promised 40 %');
  });

  it('is asked about the same share of people, whoever looks, and each decision once', async () => {
    const { id } = await ride(releaseOf(35, 0.4), 0.4);
    await decideAll('some');
    await decideAll('more');
    await look();
    await runner.close();
    await look(shadowRunner());
    const { all, shadow } = await shadows.report(id, NOW);
    expect(shadow.seen).toBe(40);
    expect(all.decisions).toBeGreaterThan(5);
    expect(all.decisions).toBeLessThan(30);
  });

  it('is followed by one worker at a time', async () => {
    const { id } = await ride(releaseOf(35, 0.4));
    await look();
    await decideAll('some');
    await look(shadowRunner());
    expect((await shadows.report(id, NOW)).shadow.seen).toBe(0);
    await look();
    expect((await shadows.report(id, NOW)).shadow.seen).toBe(20);
  });

  it('leaves out, with a count, what it cannot keep up with', async () => {
    const { id } = await ride(releaseOf(35, 0.4));
    for (let round = 0; round < 21; round++) await decideAll(`round-${String(round)}`);
    const slow = shadowRunner({ mostPending: 100 });
    await look(slow);
    expect((await shadows.report(id, NOW)).shadow).toMatchObject({ dropped: 420, seen: 0 });
    await decideAll('later');
    await look(slow);
    const { shadow, sentences } = await shadows.report(id, NOW);
    expect(shadow).toMatchObject({ dropped: 420, seen: 20 });
    expect(sentences.at(-1)).toContain('420 decisions were left out');
  });

  it('stands still where its candidate cannot be loaded, says why, and harms nothing', async () => {
    const broken = { ...releaseOf(35, 0.4), strategies: [{ ...releaseOf(35, 0.4).strategies[0]!, segment: 'nobody' }] };
    const [bad, good] = [await ride(broken), await ride(releaseOf(45, 0.4))];
    await decideAll('some');
    await look();
    expect((await shadows.report(bad.id, NOW)).shadow.problem).toContain('nobody');
    expect((await shadows.report(good.id, NOW)).all).toMatchObject({ decisions: 20, lost: { decisions: 5 } });
  });

  it('does not decide any more once it was stopped, and its report stays', async () => {
    const { id } = await ride(releaseOf(35, 0.4));
    await decideAll('some');
    await look();
    const stopped = await shadows.stop(id, 'bob', NOW);
    expect(stopped.shadow).toMatchObject({ state: 'stopped' });
    await decideAll('later');
    await look();
    await database.run((manager) => manager.query('delete from decisions'));
    const kept = await shadows.report(id, NOW);
    expect(kept).toEqual(stopped);
    expect(await shadows.stop(id, 'carl', NOW)).toEqual(stopped);
    const changes = await database.run((manager) =>
      manager.query<{ who: string; what: string }[]>('select who, what from audit_log where subject = $1 order by id', [
        `shadow:${id}`,
      ]),
    );
    expect(changes).toEqual([
      { who: 'ann', what: 'shadow.started' },
      { who: 'bob', what: 'shadow.stopped' },
    ]);
  });

  it('forgets people with their decisions, and what is old', async () => {
    await ride(releaseOf(35, 0.4));
    await decideAll('some');
    await look();
    const exported = await database.run((manager) => SHADOW_PERSON_STORE.export(manager, ['some-1']));
    expect(exported).toMatchObject([{ offer: null, own_outcome: 'none' }]);
    await profiles.erase('some-1', 'ann');
    expect(await countOf('shadow_decisions')).toBe(19);
    await look(shadowRunner({ keepMs: -86_400_000 }));
    expect(await countOf('shadow_decisions')).toBe(0);
  });

  it('goes on from now where the numbers of transactions began anew', async () => {
    const { id } = await ride(releaseOf(35, 0.4));
    await database.run((manager) => manager.query('update shadows set read_until = 9000000000000'));
    await look();
    await decideAll('some');
    await look();
    expect((await shadows.report(id, NOW)).shadow.seen).toBe(20);
  });
});

/** Decisions, what both versions scored, and what came of the offers: every fourth person converted. */
const SETTLED = `
  with people as (
    select 'settled-' || lpad(n::text, 4, '0') as user_id, n % 4 = 0 as converted,
      lpad(to_hex((extract(epoch from $2::timestamptz) * 1000)::bigint), 12, '0') as ms, lpad(n::text, 4, '0') as digits
    from generate_series(1, 400) n),
  named as (select *, left(ms, 8) || '-' || substr(ms, 9) || '-7000-8000-00000000' || digits as id from people),
  made as (
    insert into decisions (id, user_id, at, strategy, outcome, release, input, decision)
    select id, user_id, $2::timestamptz, 'coupon', 'offer', 'r', '{}', '{}' from named returning id),
  exposed as (
    insert into exposures (id, source, role, user_id, strategy, arm, offer, at, ends_at, goal_event, value_property,
      usual_value, margin, contact_micros, face_micros, holds_stock, holds_budget)
    select id, 'decision', 'treated', user_id, 'coupon', null, 'five', $2::timestamptz, $2::timestamptz, 'order_placed', null,
      100, 0.5, 0, 0, false, false from named returning id),
  came as (
    insert into outcomes (id, user_id, exposure_id, strategy, offer, event, value, redeemed, at)
    select id, user_id, id, 'coupon', 'five', 'order_placed', 100, false, $2::timestamptz from named where converted
    returning id)
  insert into shadow_decisions (decision, shadow, at, outcome, own_outcome, champion, champion_score, own_score)
  select id, $1, $2::timestamptz, 'offer', 'offer', 1, 0.25, case when converted then 0.85 else 0.25 end from named`;

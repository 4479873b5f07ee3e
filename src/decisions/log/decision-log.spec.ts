import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { choose, qualify } from '#strata/engine/decide';
import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import { type ContactPolicy, type Decision, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { uuidv7 } from '#strata/kernel';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { replayStored } from '../replay/index.js';
import { type Answer } from './rows/answer.js';
import { DecisionLog } from './decision-log.js';
import { type Idempotency, type LogEntry } from './rows/stored-decision.js';

type Offer = Strategy['offers'][number];

const MINUTE = 60_000;

function offer(id: string, more: Partial<Offer> = {}): Offer {
  return { id, title: id, faceValue: 5, redemptionRate: 1, contactCost: 0.1, response: { rate: 0.5 }, ...more };
}

function strategy(id: string, offers: readonly Offer[], limits: Strategy['limits'] = {}): Strategy {
  return {
    id,
    title: id,
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: offers[0]!.id },
    offers,
    limits,
  };
}

function release(...strategies: readonly Strategy[]): CompiledRelease {
  const documents: ReleaseDocuments = { facts: {}, segments: [], models: [], strategies };
  return compileRelease(documents, `sha256:${uuidv7()}`);
}

describeOnBothHomes('the log of decisions', (home) => {
  let database: Database;
  let log: DecisionLog;
  let now = Date.parse('2026-11-22T08:00:00Z');
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  beforeEach(async () => {
    log = new DecisionLog(database);
    await database.run((manager) => manager.query('delete from decisions'));
    await database.run((manager) => manager.query('delete from contacts'));
    await database.run((manager) => manager.query('delete from offer_counters'));
  });
  afterAll(() => database.close());

  function entry(
    userId: string,
    rules: CompiledRelease,
    { idempotency = null, consent = [] }: { idempotency?: Idempotency | null; consent?: readonly string[] } = {},
    into = log,
  ): LogEntry {
    const qualified = qualify(
      {
        id: uuidv7(),
        userId,
        now,
        strategies: null,
        facts: {},
        events: [],
        consent,
        suppressed: false,
        contacts: [],
      },
      rules,
    );
    const choice = choose(qualified, {}, into.spent(rules, now));
    return { choice, detail: 'summary', context: null, idempotency };
  }

  const ask = async (...made: Parameters<typeof entry>): Promise<Decision> => read(await log.append(entry(...made)));
  const read = ({ text }: Answer) => JSON.parse(text) as Decision;
  const users = (count: number) => Array.from({ length: count }, (_, index) => `user-${String(index)}`);
  const count = async (table: string) => {
    const [row] = await database.run((manager) => manager.query<{ n: string }[]>(`select count(*) as n from ${table}`));
    return Number(row!.n);
  };
  const counters = () =>
    database.run((manager) =>
      manager.query<{ offer: string; issued: string; reserved_micros: string }[]>(
        'select offer, issued, reserved_micros from offer_counters order by offer',
      ),
    );

  it('keeps the bytes that it answers', async () => {
    const rules = release(strategy('s', [offer('coupon')]));
    const { text } = await log.append(entry('u1', rules));
    const { id } = JSON.parse(text) as Decision;
    expect((await log.find(id))?.decision).toBe(text);
    expect(await log.find(uuidv7())).toBeNull();
  });

  it('counts the largest amounts that can be published exactly', async () => {
    const largest = { faceValue: 1e9, contactCost: 1e9, stock: 1e12, redemptionRate: 0 };
    const goal = { event: 'order_placed', within: 'P14D', margin: 1, orderValue: 1e12, natural: { rate: 0 } };
    const rules = release(
      { ...strategy('budgeted', [offer('coupon', largest)], { budget: 1e12 }), goal },
      { ...strategy('stocked', [offer('coupon', { ...largest, response: { rate: 0.4 } })]), goal },
    );
    await Promise.all(users(499).map((user) => ask(user, rules)));
    expect((await counters()).map((row) => BigInt(row.reserved_micros))).toEqual([998_000_000_000_000_000n, 0n, 0n]);
    const decisions = await Promise.all(users(520).map((user) => ask(`late-${user}`, rules)));
    expect(decisions.filter((decision) => decision.strategy === 'budgeted')).toHaveLength(1);
    expect(decisions.every(({ outcome }) => outcome === 'offer')).toBe(true);
    expect((await counters()).map((row) => BigInt(row.reserved_micros))).toEqual([1_000_000_000_000_000_000n, 0n, 0n]);
  });

  it('issues exactly the stock, then decides again without the offer', async () => {
    const rules = release(
      strategy('s', [offer('coupon', { stock: 7 }), offer('gift', { faceValue: 4, response: { rate: 0.2 } })]),
    );
    const decisions = await Promise.all(users(30).map((user) => ask(user, rules)));
    const offered = decisions.map((decision) => decision.offer?.id);
    expect(offered.filter((id) => id === 'coupon')).toHaveLength(7);
    expect(offered.filter((id) => id === 'gift')).toHaveLength(23);
    expect(log.spent(rules, now).stockSpent).toEqual(['s/coupon']);
    expect((await ask('late', rules)).offer?.id).toBe('gift');
  });

  it('never reserves more than the budget, to the cent', async () => {
    // 5.10 an offer: 19 of them are 96.90, 20 would be 102.
    const rules = release(strategy('s', [offer('coupon')], { budget: 100 }));
    const decisions = await Promise.all(users(40).map((user) => ask(user, rules)));
    expect(decisions.filter(({ outcome }) => outcome === 'offer')).toHaveLength(19);
    expect(decisions.at(-1)?.reasons.map(({ code }) => code)).toContain('BUDGET_SPENT');
    expect((await counters()).map((row) => Number(row.reserved_micros))).toEqual([96_900_000]);
  });

  it('issues exactly the stock over two logs that share a database', async () => {
    const rules = release(strategy('s', [offer('coupon', { stock: 50 })], { perUser: { contacts: 1, within: 'P7D' } }));
    const logs = [log, new DecisionLog(database)];
    const answers = await Promise.all(
      users(160).map((user, index) => logs[index % 2]!.append(entry(user, rules, {}, logs[index % 2]))),
    );
    expect(answers.filter(({ outcome }) => outcome === 'offer')).toHaveLength(50);
    expect(await count('contacts')).toBe(50);
    expect((await counters()).map((row) => Number(row.issued))).toEqual([50]);
  });

  it('answers a user who is asked about again with the same decision, until the window ends', async () => {
    const rules = release(strategy('s', [offer('coupon')], { perUser: { contacts: 1, within: 'PT1H' } }));
    const first = await ask('u1', rules);
    expect(await ask('u1', rules)).toEqual({ ...first, repeated: true });
    expect(await count('decisions')).toBe(1);
    now += 61 * MINUTE;
    const later = await ask('u1', rules);
    expect(later).toMatchObject({ outcome: 'offer', repeated: false });
    expect(later.id).not.toBe(first.id);
    expect(await count('contacts')).toBe(2);
  });

  it('repeats nothing to a user whose consent is gone', async () => {
    const document = strategy('s', [offer('coupon')], { perUser: { contacts: 1, within: 'PT1H' } });
    const rules = release({ ...document, consent: 'marketing' });
    const agreed = await ask('u1', rules, { consent: ['marketing'] });
    expect(agreed.outcome).toBe('offer');
    expect(await ask('u1', rules, { consent: [] })).toMatchObject({ outcome: 'none', stoppedBy: 'consent' });
  });

  it('contacts a user once, however many ask at the same moment over two logs', async () => {
    const rules = release(strategy('s', [offer('coupon')], { perUser: { contacts: 1, within: 'PT1H' } }));
    const logs = [log, new DecisionLog(database)];
    const answers = await Promise.all(users(20).map((_, index) => logs[index % 2]!.append(entry('same', rules))));
    expect(new Set(answers.map((answer) => read(answer).id)).size).toBe(1);
    expect(answers.filter(({ again }) => !again)).toHaveLength(1);
  });

  const policed = (caps: NonNullable<ContactPolicy['caps']>, ...strategies: readonly Strategy[]) =>
    compileRelease({ ...release(...strategies).documents, contactPolicy: { caps } }, `sha256:${uuidv7()}`);
  const contactsBy = (channel: string | null) =>
    database.run((manager) =>
      manager.query<{ user_id: string; strategy: string; ordinal: number }[]>(
        'select user_id, strategy, ordinal from contacts where channel is not distinct from $1 order by ordinal',
        [channel],
      ),
    );

  it('keeps a cap over all strategies, however many ask at the same moment over two logs', async () => {
    const rules = policed(
      [{ channel: 'sms', contacts: 2, within: 'P7D' }],
      strategy('a', [offer('coupon', { channel: 'sms' })]),
      strategy('b', [offer('gift', { channel: 'sms' })], { perUser: { contacts: 3, within: 'P7D' } }),
      strategy('c', [offer('news', { channel: 'web' })]),
    );
    const logs = [log, new DecisionLog(database)];
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => {
        const { choice, ...rest } = entry('u1', rules, {}, logs[index % 2]);
        const { qualified } = choice;
        const input = { ...qualified.input, strategies: [index % 4 < 2 ? 'a' : 'b'] };
        return logs[index % 2]!.append({ ...rest, choice: choose(qualify(input, rules), {}, choice.availability) });
      }),
    );
    const made = answers.filter(({ outcome, again }) => outcome === 'offer' && !again);
    expect(made).toHaveLength(2);
    expect(await contactsBy('sms')).toMatchObject([{ ordinal: 1 }, { ordinal: 2 }]);
    // No offer of the three stands any more.
    now += 3 * 24 * 60 * MINUTE;
    expect((await ask('u1', rules)).offer?.id).toBe('news');
    expect(await contactsBy('web')).toEqual([]);
    now += 4 * 24 * 60 * MINUTE;
    expect((await ask('u1', rules)).offer?.id).not.toBe('news');
  });

  it('tells which cap holds somebody back and until when, and replays it', async () => {
    const rules = policed([{ contacts: 1, within: 'P1D' }], strategy('a', [offer('coupon')]));
    await ask('u1', rules);
    const answer = await log.append(entry('u1', rules));
    const decision = read(answer);
    const until = new Date(now + 24 * 60 * MINUTE).toISOString();
    expect(decision).toMatchObject({ outcome: 'none', stoppedBy: 'caps' });
    expect(decision.reasons.at(-1)).toMatchObject({ code: 'CAPPED', expected: 1, actual: 1, until });
    const stored = await log.find(decision.id);
    const releases = { byHash: () => Promise.resolve(rules) };
    expect(await replayStored(stored!, releases)).toMatchObject({ equal: true });
  });

  it('stores contacts of strategies without caps only where the policy counts them', async () => {
    await ask('u1', release(strategy('a', [offer('coupon', { channel: 'sms' })])));
    expect(await count('contacts')).toBe(0);
    await ask('u1', policed([{ channel: 'mail', contacts: 1, within: 'P1D' }], strategy('a', [offer('coupon')])));
    expect(await count('contacts')).toBe(0);
  });

  it('gives one decision a key and body, and refuses the key with another body', async () => {
    const rules = release(strategy('s', [offer('coupon')]));
    const idempotency = { key: 'k1', bodyHash: 'a' };
    const logs = [log, new DecisionLog(database)];
    const answers = await Promise.all(
      users(12).map((_, index) => logs[index % 2]!.append(entry('u1', rules, { idempotency }))),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await expect(log.append(entry('u1', rules, { idempotency: { key: 'k1', bodyHash: 'b' } }))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await count('decisions')).toBe(1);
  });

  it('gives a key free after 24 hours', async () => {
    const rules = release(strategy('s', [offer('coupon')]));
    const idempotency = { key: 'k1', bodyHash: 'a' };
    const first = await ask('u1', rules, { idempotency });
    now += 24 * 60 * MINUTE - 1;
    expect((await ask('u1', rules, { idempotency })).id).toBe(first.id);
    now += 1;
    expect((await ask('u1', rules, { idempotency })).id).not.toBe(first.id);
  });

  it('lists the decisions of a user in pages, the latest first', async () => {
    const rules = release(strategy('s', [offer('coupon')]));
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await ask('u1', rules)).id);
    const first = await log.findOfUser({ userId: 'u1', before: null, limit: 3 });
    const second = await log.findOfUser({ userId: 'u1', before: first.at(-1)!.id, limit: 3 });
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids);
  });

  it.each(['with\u0000null', 'with\u001fseparator'])(
    'fails only the row that the database refuses: %j',
    async (user) => {
      const rules = release(strategy('s', [offer('coupon')]));
      const bad = log.append(entry(user, rules));
      const good = log.append(entry('u2', rules));
      await expect(bad).rejects.toThrow();
      expect(read(await good).outcome).toBe('offer');
    },
  );
});

/* eslint-disable @typescript-eslint/no-unsafe-assignment -- answers are JSON of every shape, and the expectations check it */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerOf, createClient, type StrataClient } from '#client';
import { seededRandom } from '#sdk';
import { explanationSchema } from '../../src/decisions/http/decision.schema.js';
import { type DecidedAsIf } from '#strata/decisions/as-if';
import { type DecisionExplanation } from '#strata/decisions/explanation';
import { type Decision } from '#strata/engine';
import { COUPON, type CouponShop, openCouponShop } from '../support/coupon-shop.js';
import { strata } from '../support/strata.js';
import { runs } from '../support/suite.js';

/** Of so many people the nearest change is decided again. */
const PEOPLE = runs(20, 50);

const DORMANT = { daysSinceLastOrder: 212, orders: 5, averageOrderValue: 180 };

/** What a stranger is asked about a decision, and where the answer must stand. */
interface Question {
  readonly strategy: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly consent?: readonly string[];
  readonly outcome: Decision['outcome'];
  readonly why: readonly RegExp[];
  readonly change: readonly RegExp[];
  readonly money: readonly RegExp[];
}

const RESERVED = /reserved now: 20\.05 EUR \(message 0\.05 EUR, face value 20\.00 EUR\)/;
const SUM = /earns: margin 30 % × order of 180\.00 EUR × \([\d.]+ % − [\d.]+ %\) = [\d.]+ EUR/;
const COST = /costs: message 0\.05 EUR \+ [\d.]+ % × used by 90 % × 20\.00 EUR = [\d.]+ EUR/;
const MOMENT = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d \(Asia/Shanghai\)`;
const NOTHING = /nothing was reserved or spent/;

const QUESTIONS: Readonly<Record<string, Question>> = {
  'an offer by the model': {
    strategy: 'coupon',
    facts: DORMANT,
    outcome: 'offer',
    why: [/212 days since the last order/, /“20 off over 100” is offered: .* likely to convert instead of/],
    change: [
      /average order value [\d.]+ EUR \(instead of 180 EUR\) and nothing would be offered/,
      new RegExp(`asking again repeats it until ${MOMENT} or until the goal is reached`),
    ],
    money: [RESERVED, SUM, COST, /expected profit: .* = /],
  },
  'an offer by the human rule that is not expected to pay': {
    strategy: 'human',
    facts: { ...DORMANT, averageOrderValue: 25 },
    outcome: 'offer',
    why: [/the human rule decides/, /what the human rule picks is offered all the same/],
    change: [/asking again repeats it until|would be offered/],
    money: [RESERVED, /expected profit: .* = −/],
  },
  'a hold-out': {
    strategy: 'held',
    facts: DORMANT,
    outcome: 'holdout',
    why: [/belongs to the 100 % who get nothing/],
    change: [/nothing about the person: the hold-out is drawn by the seed “held”/],
    money: [NOTHING, /withheld: “20 off over 100”/, SUM, COST, /expected profit/],
  },
  'a sure thing': {
    strategy: 'coupon',
    facts: { ...DORMANT, orders: 14 },
    outcome: 'none',
    why: [/“Buys without a coupon”: [\d.]+ % \(/],
    change: [/would be offered|no single fact that can change/],
    money: [NOTHING, /saved: “20 off over 100” would have cost [\d.]+ EUR and lost [\d.]+ EUR/, COST],
  },
  'an offer that does not pay': {
    strategy: 'coupon',
    facts: { ...DORMANT, averageOrderValue: 30 },
    outcome: 'none',
    why: [/would bring an expected profit of −[\d.]+ EUR at a cost of [\d.]+ EUR/],
    change: [/average order value .* and “20 off over 100” would be offered/],
    money: [NOTHING, /saved: “20 off over 100” would have cost/, COST],
  },
  'somebody outside the segment': {
    strategy: 'coupon',
    facts: { ...DORMANT, daysSinceLastOrder: 100 },
    outcome: 'none',
    why: [/100 days since the last order \(needed: at least 180/],
    change: [/80 days more since the last order .* and “20 off over 100” would be offered/],
    money: [NOTHING, /no offer was priced/],
  },
  'a model that fails': {
    strategy: 'broken',
    facts: DORMANT,
    outcome: 'offer',
    why: [/“A model that fails” gave no score: SCORER_THREW, .+/, /the human rule/],
    change: [/a score of “A model that fails”: then the model would decide/],
    money: [RESERVED, /not known, since a model gave no score/],
  },
  'somebody who did not consent': {
    strategy: 'coupon',
    facts: DORMANT,
    consent: [],
    outcome: 'none',
    why: [/has not consented to marketing/],
    change: [/consent to marketing, stored or sent with the request/],
    money: [NOTHING, /no offer was priced/],
  },
  'a repetition': {
    strategy: 'coupon',
    facts: DORMANT,
    outcome: 'offer',
    why: [
      new RegExp(
        `a repetition: decision [\\da-f-]{36} was made at ${MOMENT} and answered again once, last at ${MOMENT}; .* until ${MOMENT}, or`,
      ),
      /is offered/,
    ],
    change: [/nothing would be offered/],
    money: [RESERVED, SUM, COST],
  },
  'a budget that is spent': {
    strategy: 'scarce',
    facts: DORMANT,
    outcome: 'none',
    why: [/the budget for “20 off over 100” is spent: 20\.05 EUR of 30\.00 EUR are reserved, and it needs 20\.05 EUR/],
    change: [/a larger limits\.budget/],
    money: [NOTHING, SUM, COST, /not made: “20 off over 100” would have cost/],
  },
};

function apiOf({ url }: CouponShop): StrataClient {
  return createClient({ url });
}

let shop: CouponShop;
beforeAll(async () => {
  shop = await openCouponShop();
  vi.stubEnv('STRATA_HOME', shop.config.home);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.dispose();
});

describe('an explanation in Chinese', () => {
  it('tells reasons, what would change it and money in the language that is asked for', async () => {
    const body = {
      userId: 'zh',
      strategy: 'coupon',
      facts: { ...DORMANT, daysSinceLastOrder: 100 },
      consent: ['marketing'],
    };
    const { id, reasons } = await answerOf(apiOf(shop).POST('/v1/decisions', { body }));
    expect(reasons.map(({ words }) => words)).toContain('100 days since the last order (needed: at least 180)');
    const headers = { 'accept-language': 'zh-CN, en;q=0.5' };
    const answer = await fetch(`${shop.url}/v1/decisions/${id}/explanation`, { headers });
    expect(answer.headers.get('content-language')).toBe('zh');
    const { answers, decision } = (await answer.json()) as DecisionExplanation;
    expect(decision.reasons.map(({ words }) => words)).toContainEqual(
      expect.stringMatching(/：100 天（需至少为 180 天）/),
    );
    expect(answers.change[0]).toMatch(/^若.*：180 天（目前为 100 天），将提供“20 off over 100”$/);
    expect(answers.money).toEqual(['没有预留或花费任何金额', '也没有任何预期：决策提前结束，没有为优惠定价']);
    const replayed = await answerOf(apiOf(shop).GET('/v1/decisions/{id}/replay', { params: { path: { id } } }));
    expect(replayed.equal).toBe(true);
  });
});

describe('a dry run', () => {
  it('says what would be decided, and stores, reserves and counts nothing', async () => {
    const options = ['--strategy', 'scarce', '--facts', JSON.stringify(DORMANT), '--json'];
    const ask = async (...more: string[]) => JSON.parse((await strata('decide', ...options, ...more)).out) as Decision;
    for (const user of ['one', 'two']) {
      expect(await ask('--user', user, '--dry-run')).toMatchObject({ outcome: 'offer', dryRun: true });
    }
    const made = await ask('--user', 'one');
    expect(made).toMatchObject({ outcome: 'offer' });
    expect(made).not.toHaveProperty('dryRun');
    const spent = await ask('--user', 'two', '--dry-run');
    expect(spent).toMatchObject({ outcome: 'none', stoppedBy: 'reserve', dryRun: true });
    expect(spent.reasons.at(-1)?.words).toMatch(/20\.05 EUR of 30\.00 EUR are reserved/);
    const params = { path: { id: 'two' } };
    expect((await answerOf(apiOf(shop).GET('/v1/users/{id}/decisions', { params }))).decisions).toEqual([]);
  });

  it('repeats what would be repeated, takes events, and says what consent it assumes', async () => {
    const options = ['--user', 'ada', '--strategy', 'coupon', '--facts', JSON.stringify(DORMANT)];
    const first = await strata('decide', ...options, '--json', '--consent', 'marketing');
    expect(first.err).toBe('');
    const { id } = JSON.parse(first.out) as Decision;
    const again = await strata('decide', ...options, '--json', '--dry-run');
    expect(JSON.parse(again.out)).toMatchObject({ id, repeated: true, dryRun: true });
    expect(again.err).toMatch(/Assumed where nothing is stored: consent to marketing/);
    const events = JSON.stringify([{ name: 'order_placed' }]);
    const bought = await strata('decide', ...options, '--dry-run', '--events', events);
    expect(bought.out).toMatch(/1 contact in the last 7 days/);
    expect(bought.out).toMatch(/a dry run: nothing was stored or reserved/);
    expect((await strata('decide', ...options, '--dry-run', '--consent', 'none', '--user', 'bob')).out).toMatch(
      /has not consented to marketing/,
    );
    const all = await strata('decide', '--user', 'carol', '--facts', JSON.stringify(DORMANT), '--dry-run');
    const reasons = all.out.split('\n').filter((line) => /^ {2}[A-Z_]+ /.test(line));
    expect(reasons.length).toBeGreaterThan(3);
    for (const line of reasons) expect(line).toMatch(/^ {2}[A-Z_]+ +[a-z]+: /);
    expect((await strata('decide', ...options, '--events', 'no-such-file.json')).err).toMatch(/There is no file/);
  });

  it('stands beside previews, simulations and results, which the command line asks the running server for', async () => {
    const identify = { userId: 'grace', traits: { city: 'Shanghai', consent: { marketing: true } } };
    await answerOf(apiOf(shop).POST('/v1/identify', { body: identify }));
    const condition = JSON.stringify({ all: [{ fact: 'city', operator: 'equal', value: 'Shanghai' }] });
    const preview = await strata('segments', 'preview', condition);
    expect(preview.out).toMatch(/1 of 1 stored people[^]*for example grace/);
    expect((await strata('segments', 'preview', 'no-such-segment')).code).toBe(1);

    const draft = join(shop.config.rulesDir, 'strategies', 'coupon.json');
    const simulated = await strata('strategies', 'simulate', draft, '--json');
    expect(JSON.parse(simulated.out)).toMatchObject({ strategy: 'coupon', users: 1, base: 1 });
    expect((await strata('strategies', 'simulate', draft)).out).toMatch(/coupon over 1 of 1 stored people/);

    const results = await strata('strategies', 'results', 'scarce', '--json');
    expect(JSON.parse(results.out)).toMatchObject({ strategy: 'scarce', treated: { contacts: 1 } });
    expect((await strata('strategies', 'results', 'scarce')).out).toMatch(/scarce: Nobody was held out/);
    expect((await strata('strategies', 'results', 'scarse')).err).toMatch(/scarce/);
  });
});

describe('a stranger who has a decision and its explanation', () => {
  let asked = 0;
  beforeAll(async () => {
    await decide('scarce', DORMANT);
  });

  const decide = async (strategy: string, facts: object, more: object = {}): Promise<Decision> => {
    asked += 1;
    const body = { userId: `user-${String(asked)}`, strategy, facts: { ...facts }, consent: ['marketing'], ...more };
    return await answerOf(apiOf(shop).POST('/v1/decisions', { body }));
  };

  it.each(Object.entries(QUESTIONS))(
    'can say why, what would change it and what it costs: %s',
    async (name, question) => {
      const { strategy, facts, consent = ['marketing'], outcome, why, change, money } = question;
      const made = await decide(strategy, facts, { consent });
      expect(made).toMatchObject({ outcome, repeated: false });
      const again = name === 'a repetition' ? await decide(strategy, facts, { userId: made.userId }) : made;
      expect(again.id).toBe(made.id);
      const params = { path: { id: made.id } };
      const answer = await answerOf(apiOf(shop).GET('/v1/decisions/{id}/explanation', { params }));
      const explained = answer as unknown as DecisionExplanation;
      expect(explanationSchema.parse(explained)).toEqual(explained);
      expect(explained.decision.repeated).toBe(name === 'a repetition');
      expectStages(explained);
      expectAnswers(explained.answers, { why, change, money });
      expect(explained.release).toEqual({
        hash: shop.release,
        title: COUPON.title,
        publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        by: expect.any(String),
      });

      const words = await printed(made, question);
      for (const pattern of [...why, ...change, ...money]) {
        // By the command line it is asked for the first time.
        if (pattern.source.startsWith('a repetition')) continue;
        expect(words).toMatch(pattern);
      }
      expect(words).toMatch(/by “Win back with a coupon” of release sha256:[\da-f]{8}, published by .+ at \d{4}/);
    },
  );

  /** What was passed, what stopped it, and what nobody looked at. */
  function expectStages({ decision, verdicts }: DecisionExplanation) {
    const verdict = verdicts.find((one) => one.strategy === decision.strategy)!;
    expect(verdict).toMatchObject({ outcome: decision.outcome, stoppedBy: decision.stoppedBy, arm: decision.arm });
    const states = verdict.stages.map(({ state }) => state);
    const stop = verdict.stages.findIndex(({ stage }) => stage === decision.stoppedBy);
    expect(states.indexOf('stopped')).toBe(stop);
    expect(states.slice(0, stop < 0 ? undefined : stop)).not.toContain('not reached');
    expect(new Set(stop < 0 ? [] : states.slice(stop + 1))).toEqual(
      new Set(stop < 0 || stop === states.length - 1 ? [] : ['not reached']),
    );
    expect(states.includes('failed')).toBe(decision.fallback !== null);
    for (const { stage } of decision.reasons.filter((one) => one.strategy === decision.strategy)) {
      expect(verdict.stages.find((one) => one.stage === stage)?.state).not.toBe('not reached');
    }
  }

  function expectAnswers(answers: DecisionExplanation['answers'], wanted: Pick<Question, 'why' | 'change' | 'money'>) {
    for (const question of ['why', 'change', 'money'] as const) {
      for (const pattern of wanted[question]) expect(answers[question].join('\n')).toMatch(pattern);
    }
  }

  async function printed({ userId }: Decision, { strategy, facts, consent }: Question): Promise<string> {
    const options = [
      '--strategy',
      strategy,
      '--facts',
      JSON.stringify(facts),
      '--consent',
      consent === undefined ? 'marketing' : 'none',
    ];
    const { code, out } = await strata('decide', '--user', `cli-${userId}`, ...options);
    expect(code).toBe(0);
    return out;
  }

  it('gets what the nearest change says when the changed person is decided about', async () => {
    const random = seededRandom(3);
    let told = 0;
    for (let n = 0; n < PEOPLE; n++) {
      const orders = random.integer(16);
      const facts = {
        daysSinceLastOrder: 120 + random.integer(150),
        orders,
        couponOrders: random.integer(orders + 1),
        averageOrderValue: Math.round(2000 + 18_000 * random.uniform()) / 100,
        // Who sends a share sends it again as it was.
        ...(random.integer(3) === 0 ? { couponOrderShare: Math.round(100 * random.uniform()) / 100 } : {}),
      };
      const strategy = random.integer(3) === 0 ? 'human' : 'coupon';
      const dry = { userId: `person-${String(n)}`, dryRun: true, explain: 'full' };
      const { nearestChange, outcome, offer } = await decide(strategy, facts, dry);
      if (nearestChange === null) continue;
      told += 1;
      const { fact, to } = nearestChange;
      const after = await decide(strategy, { ...facts, [fact]: to }, dry);
      expect({ outcome: after.outcome, offer: after.offer?.id ?? null }).toEqual({
        outcome: nearestChange.outcome,
        offer: nearestChange.offer,
      });
      expect([after.outcome, after.offer?.id]).not.toEqual([outcome, offer?.id]);
    }
    expect(told).toBeGreaterThan(PEOPLE / 8);
  });
});

describe('deciding as if', () => {
  const preview = async (body: object) => {
    const answer = await answerOf(apiOf(shop).POST('/v1/decisions/preview', { body: { explain: 'summary', ...body } }));
    return answer as unknown as DecidedAsIf;
  };
  const decide = async (body: object) =>
    await answerOf(apiOf(shop).POST('/v1/decisions', { body: { consent: ['marketing'], ...body } as never }));
  const decisionsOf = async (id: string) =>
    (await answerOf(apiOf(shop).GET('/v1/users/{id}/decisions', { params: { path: { id } } }))).decisions;

  it.each(['coupon', 'human', 'held'])('nothing were otherwise gives a stored decision again: %s', async (strategy) => {
    const made = await decide({ userId: `same-${strategy}`, strategy, facts: DORMANT });
    const { decision, verdicts, facts, of } = await preview({ of: made.id });
    expect(of).toBe(made.id);
    expect(facts).toMatchObject(DORMANT);
    expect(verdicts).toMatchObject([{ strategy, outcome: made.outcome, stoppedBy: made.stoppedBy }]);
    const { nearestChange, dryRun, ...same } = decision;
    expect(made).toEqual({ ...same, nearestChange: null });
    expect([nearestChange, dryRun]).toEqual([null, true]);
  });

  it('changes facts, consent, suppression and draws of a stored decision, and stores nothing', async () => {
    const userId = 'otherwise';
    const { id: of } = await decide({ userId, strategy: 'held', facts: { ...DORMANT, daysSinceLastOrder: 100 } });
    const facts = { daysSinceLastOrder: 200 };
    const stopped = async (more: object) => (await preview({ of, ...more })).decision.stoppedBy;
    expect(await stopped({})).toBe('segment');
    expect(await stopped({ facts })).toBe('holdout');
    expect(await stopped({ facts, consent: [] })).toBe('consent');
    expect(await stopped({ facts, suppressed: true })).toBe('consent');
    expect(await stopped({ facts: { daysSinceLastOrder: null } })).toBe('segment');
    const refused = apiOf(shop).POST('/v1/decisions/preview', { body: { of, heldOut: false, explain: 'summary' } });
    expect((await refused).error).toMatchObject({ code: 'INVALID_REQUEST' });
    const { decision, explanation } = await preview({ of, strategy: 'coupon', facts, explain: 'full' });
    expect(decision).toMatchObject({ outcome: 'offer', strategy: 'coupon', dryRun: true });
    expect(explanationSchema.parse(explanation)).toEqual(explanation);
    expect(explanation!.accounts).toMatchObject([{ offer: 'twenty' }]);
    expect(explanation!.scores.map(({ model }) => model)).toEqual(['coupon', 'natural']);
    expect(await decisionsOf(userId)).toMatchObject([{ id: of }]);
  });

  it('decides about a person at a moment, with what is stored, and about somebody who is made up', async () => {
    const userId = 'hopper';
    const timestamp = '2026-01-01T00:00:00Z';
    const order = { userId, event: 'order_placed', properties: { amount: 180 }, timestamp };
    await answerOf(apiOf(shop).POST('/v1/identify', { body: { userId, traits: { consent: { marketing: true } } } }));
    await answerOf(apiOf(shop).POST('/v1/track', { body: { ...order, messageId: 'o1' } }));
    const at = async (moment: string, more: object = {}) => await preview({ userId, at: moment, ...more });
    expect((await at('2026-03-01T00:00:00Z')).decision.stoppedBy).toBe('segment');
    const later = await at('2026-08-01T00:00:00Z');
    expect(later).toMatchObject({
      userId,
      repeats: null,
      explanation: null,
      facts: { orders: 1, daysSinceLastOrder: 212 },
    });
    expect(later.verdicts.map(({ strategy, outcome }) => [strategy, outcome])).toEqual([
      ['broken', 'none'],
      ['coupon', 'offer'],
      ['held', 'none'],
      ['human', 'none'],
      ['scarce', 'none'],
    ]);
    expect(later.verdicts.find(({ strategy }) => strategy === 'held')).toMatchObject({
      stoppedBy: 'offer',
      best: { id: 'twenty' },
    });

    const made = await decide({ userId, strategy: 'coupon', facts: DORMANT });
    const again = await preview({ userId, strategy: 'coupon', facts: DORMANT });
    expect(again).toMatchObject({ repeats: made.id, decision: { stoppedBy: 'caps' } });
    expect(again.decision.id).not.toBe(made.id);

    const nobody = await preview({ strategy: 'coupon', facts: DORMANT, consent: ['marketing'] });
    expect(nobody).toMatchObject({ userId: null, of: null, decision: { outcome: 'offer' } });
    const path = { body: { of: made.id, userId, explain: 'summary' as const } };
    expect((await apiOf(shop).POST('/v1/decisions/preview', path)).error).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

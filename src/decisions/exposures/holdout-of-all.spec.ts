import { afterAll, beforeAll, expect, it } from 'vitest';
import { choose, qualify } from '#strata/engine/decide';
import { type Decision, type DecisionInput, type ReleaseDocuments, type Scores, type Strategy } from '#strata/engine';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { describeOn, freshDatabase } from '../../../test/support/database.js';
import { DecisionLog } from '../log/decision-log.js';
import { OutcomeBook } from '../../ledger/outcomes/outcome-book.js';
import { replayStored } from '../replay/replay.js';
import { decisionExposures } from './project-decisions.js';
import { ReportedOutcome } from '../../ledger/outcomes/outcome.schema.js';

const START = Date.UTC(2026, 2, 1);

function strategy(id: string, margin: number): Strategy {
  return {
    id,
    title: id,
    goal: { event: 'order_placed', value: 'amount', within: 'P14D', margin, orderValue: 100, natural: { rate: 0 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'mail' },
    offers: [{ id: 'mail', title: 'mail', faceValue: 0, contactCost: 1, redemptionRate: 0, response: { rate: 0.5 } }],
    experiment: { seed: id, holdout: 0.25 },
  };
}

const DOCUMENTS: ReleaseDocuments = {
  contactPolicy: { holdout: { seed: 'all', share: 0.3 } },
  facts: {},
  segments: [],
  models: [],
  strategies: [
    strategy('one', 0.5),
    strategy('two', 0.2),
    { ...strategy('scored', 0.5), goal: { ...strategy('', 0.5).goal, natural: { model: 'buys' } } },
  ],
};

describeOn(process.env.TEST_DATABASE_URL ? 'postgres' : 'pglite', 'the hold-out of all strategies', (home) => {
  let database: Database;
  let releases: CurrentRelease;
  let log: DecisionLog;
  let book: OutcomeBook;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    await store.push(DOCUMENTS, 'test');
    releases = new CurrentRelease(store, createLogger({ logLevel: 'silent' }));
    await releases.open();
    log = new DecisionLog(database);
    book = new OutcomeBook({ database, releases, source: () => decisionExposures({ database, releases, log }) });
  });
  afterAll(async () => {
    await releases.close();
    await database.close();
  });

  const decide = async (userId: string, asked: string, scores: Scores = {}): Promise<Decision> => {
    const input: DecisionInput = {
      ...{ id: uuidv7(), userId, now: START, strategies: [asked], facts: {}, events: [], consent: [] },
      ...{ suppressed: false, contacts: [] },
    };
    const release = releases.get();
    const choice = choose(qualify(input, release), scores, log.spent(release, START));
    const { text } = await log.append({ choice, detail: 'summary', context: null, idempotency: null });
    return JSON.parse(text) as Decision;
  };

  it('is of the same people whichever strategy asks, and is read by all strategies together', async () => {
    const people = Array.from({ length: 60 }, (_, n) => `user-${n}`);
    const heldOut: string[] = [];
    let offers = 0;
    for (const userId of people) {
      const [one, two] = [await decide(userId, 'one'), await decide(userId, 'two')];
      expect(one.heldOutOf).toBe(two.heldOutOf);
      if (one.heldOutOf === 'all') {
        heldOut.push(userId);
        expect(one).toMatchObject({ outcome: 'holdout', stoppedBy: 'holdout', offer: null });
        const stored = await log.find(one.id);
        expect(await replayStored(stored!, releases)).toMatchObject({ equal: true });
        expect(one.reasons.at(-1)?.words).toContain('nothing from any strategy or campaign');
      }
      offers += [one, two].filter(({ outcome }) => outcome === 'offer').length;
    }
    expect(heldOut.length).toBeGreaterThan(5);
    const treated = people.filter((userId) => !heldOut.includes(userId));
    for (const userId of [heldOut[0]!, treated[0]!]) {
      await book.record(
        ReportedOutcome.schema.parse({
          id: `order-${userId}`,
          userId,
          strategy: 'two',
          value: 100,
          at: new Date(START + 1).toISOString(),
        }),
      );
    }

    const all = await book.results({ strategy: null, level: 0.95 });
    expect(all).toMatchObject({
      strategy: null,
      treated: { users: treated.length, contacts: offers, conversions: 1, value: 20 },
      holdout: { users: heldOut.length, conversions: 1, value: 20 },
    });
    const one = await book.results({ strategy: 'one', level: 0.95 });
    expect(one.treated.users + one.holdout.users).toBe(treated.length);
  });

  it('are written down with the score of the model that says what people do anyway', async () => {
    const scores = { buys: { status: 'scored', version: 1, value: 0.125, rank: 0.5 } } as const;
    const outcomes = [];
    for (let n = 0; n < 20; n++) outcomes.push((await decide(`scored-${n}`, 'scored', scores)).outcome);
    expect(new Set(outcomes)).toEqual(new Set(['offer', 'holdout']));
    await decide('unscored', 'scored');
    await book.results({ strategy: 'scored', level: 0.95 });
    const rows = await database.run((manager) =>
      manager.query<unknown[]>(
        `select score, score_model, count(*)::integer as people from exposures
         where strategy = 'scored' group by 1, 2 order by 1`,
      ),
    );
    expect(rows[0]).toEqual({ score: 0.125, score_model: 'buys', people: 20 });
  });
});

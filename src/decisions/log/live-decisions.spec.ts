import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Database } from '#strata/platform/database';
import { uuidv7 } from '#strata/kernel';
import { liveDecisions } from './live-decisions.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-01T08:00:00Z');
const iso = (days: number): string => new Date(NOW + days * DAY).toISOString();

interface Past {
  readonly version: number;
  readonly score: number;
  /** Null where the decision did nothing. */
  readonly offer?: string | null;
  readonly ended?: boolean;
  readonly converted?: boolean;
}

describeOnBothHomes('the people whom decisions scored', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const decisions: readonly Past[] = [
      ...Array.from({ length: 400 }, (_, index): Past => ({ version: 1, score: index / 1000 })),
      { version: 2, score: 0.1, offer: 'coupon', ended: true, converted: true },
      { version: 2, score: 0.2, offer: 'coupon', ended: true, converted: false },
      { version: 2, score: 0.3, offer: null, ended: true, converted: true },
      { version: 2, score: 0.4, offer: 'coupon', ended: false, converted: false },
    ];
    for (const decision of decisions) await store(decision);
  });
  afterAll(() => database.close());

  async function store({ version, score, offer, ended, converted }: Past): Promise<void> {
    const id = uuidv7();
    const input = JSON.stringify({
      input: { id, userId: 'u', now: Date.parse(iso(-30)), facts: { orders: Math.round(1000 * score) } },
      availability: { stockSpent: [], budgetSpent: [] },
      scores: { buys: { status: 'scored', version, value: score, rank: 0 }, other: { status: 'no-champion' } },
    });
    await database.run(async (manager) => {
      await manager.query(
        `insert into decisions (id, user_id, at, outcome, release, input, decision)
         values ($1, 'u', $3, 'none', 'r', $2, '{}')`,
        [id, input, iso(-30)],
      );
      if (offer === undefined) return;
      await manager.query(
        `insert into exposures (id, source, role, user_id, strategy, offer, at, ends_at, goal_event, usual_value, margin,
                                contact_micros, face_micros, holds_stock, holds_budget)
         values ($1, 'decision', $5, 'u', 's', $2, $3, $4, 'bought', 0, 0, 0, 0, false, false)`,
        [id, offer, iso(-30), iso(ended === true ? -1 : 1), offer === null ? 'held-out' : 'treated'],
      );
      if (converted !== true) return;
      await manager.query(
        `insert into outcomes (id, user_id, exposure_id, strategy, event, value, redeemed, at)
         values ($1, 'u', $1, 's', 'bought', 1, false, $2)`,
        [id, iso(-2)],
      );
    });
  }

  it('are the latest of a version, read over pages, the newest first', async () => {
    const people = await liveDecisions(database).scored({ model: 'buys', version: 1, limit: 300 });
    expect(people).toHaveLength(300);
    expect(people[0]).toMatchObject({ facts: { orders: 399 }, score: 0.399 });
    expect(people.at(-1)?.facts).toEqual({ orders: 100 });
    expect(await liveDecisions(database).scored({ model: 'other', version: 1, limit: 10 })).toEqual([]);
  });

  it('have an outcome once the window of the goal has ended, treated and held out apart', async () => {
    const request = { model: 'buys', version: 2, limit: 10, now: NOW };
    const live = liveDecisions(database);
    expect(await live.settled({ ...request, side: 'treated' })).toEqual([
      { score: 0.2, converted: false },
      { score: 0.1, converted: true },
    ]);
    expect(await live.settled({ ...request, side: 'held out' })).toEqual([{ score: 0.3, converted: true }]);
  });
});

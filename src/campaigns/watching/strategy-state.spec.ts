import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Guardrail, guardrailKey, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { keepFound } from './guardrail-table.js';
import { type GuardrailJudgement } from './judge.js';
import { GuardrailAttention } from './strategy-state.js';

const TELLS: Guardrail = { watch: 'cost', perDay: 100, then: 'alert' };
const STOPS: Guardrail = { watch: 'lift', below: 0, then: 'stop' };
const NOW = Date.parse('2026-11-30T10:00:00Z');

describeOnBothHomes('guardrails that are crossed', (home) => {
  let database: Database;
  let store: ReleaseStore;
  let releases: CurrentRelease;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
    await store.push(documentsOf(strategy('dear', TELLS, STOPS), strategy('thrifty', TELLS)), 'test');
    releases = new CurrentRelease(store, createLogger({ logLevel: 'silent' }));
    await releases.open();
  });
  afterAll(async () => {
    await releases.close();
    await database.close();
  });

  const attention = () => new GuardrailAttention(database, releases).attention();
  const found = (id: string, guardrail: Guardrail, state: GuardrailJudgement['state'], now = NOW) =>
    database.transaction((manager) =>
      keepFound(manager, {
        ...{ strategy: id, guardrail: guardrailKey(guardrail), from: null, now },
        judgement: { state, words: `${id} is ${state}`, figures: {} },
      }),
    );

  it('need attention at once, with the words of what was found and since when', async () => {
    await found('dear', TELLS, 'crossed');
    await found('thrifty', TELLS, 'quiet');
    await found('gone', TELLS, 'crossed');
    const entry = {
      ...{ kind: 'guardrail', urgency: 'now', subject: 'strategy:dear', title: 'Title of dear', figures: {} },
      ...{ since: '2026-11-30T10:00:00.000Z', words: 'dear is crossed' },
    };
    expect(await attention()).toEqual([entry]);
    await found('dear', TELLS, 'crossed', NOW + 60_000);
    expect(await attention()).toEqual([entry]);
  });

  it('are told by what they switched off, where they switch', async () => {
    await found('dear', STOPS, 'crossed');
    expect(await attention()).toHaveLength(1);
  });

  it('need none any more once they are quiet, or watch no more', async () => {
    await found('dear', TELLS, 'quiet', NOW + 120_000);
    expect(await attention()).toEqual([]);
    await found('thrifty', TELLS, 'crossed', NOW + 120_000);
    expect(await attention()).toMatchObject([{ subject: 'strategy:thrifty' }]);
    await store.push(documentsOf(strategy('thrifty')), 'test');
    await expect.poll(attention, { timeout: 20_000, interval: 200 }).toEqual([]);
  });
});

function strategy(id: string, ...guardrails: readonly Guardrail[]): Strategy {
  return {
    ...{ id, title: `Title of ${id}`, owner: 'crm' },
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'hello' },
    offers: [{ id: 'hello', title: 'Hello', faceValue: 4, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } }],
    ...(guardrails.length === 0 ? {} : { guardrails }),
  };
}

function documentsOf(...strategies: readonly Strategy[]): ReleaseDocuments {
  return { facts: {}, segments: [], models: [], strategies };
}

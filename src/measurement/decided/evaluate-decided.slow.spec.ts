import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, qualify } from '#strata/engine/decide';
import { type DecisionInput, type Strategy } from '#strata/engine';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { ProfileStore } from '#strata/profiles/people';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { seededRandom } from '#sdk';
import { type ModelRegistry } from '#strata/models/registry';
import { freshDatabase } from '../../../test/support/database.js';
import { decisionExposures } from '../../decisions/exposures/project-decisions.js';
import { DecisionLog } from '../../decisions/log/decision-log.js';
import { evaluatePolicies, parsePolicy, type PolicyReport } from '../backtest/index.js';
import { type DecidedRequest, evaluateDecided } from './evaluate-decided.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const PEOPLE = 540;
const DAYS = 40;
const HOLDOUT = 0.35;

const OFFER = { title: 'O', faceValue: 5, redemptionRate: 0.5, contactCost: 0.1, response: { rate: 0.5 } };
const strategy: Strategy = {
  id: 'explored',
  title: 'Three offers',
  goal: { event: 'order_placed', value: 'amount', within: 'P7D', margin: 0.5, orderValue: 100, natural: { rate: 0 } },
  segment: { all: [] },
  baseline: { title: 'a to all', offer: 'a' },
  offers: [
    { ...OFFER, id: 'a' },
    { ...OFFER, id: 'b' },
    { ...OFFER, id: 'c', when: { fact: 'kind', operator: 'equal', value: 'keen' } },
  ],
  experiment: {
    ...{ seed: 'explored', holdout: HOLDOUT },
    arms: [{ id: 'explorer', share: 1, by: { policy: 'bandit', context: [{ fact: 'kind', is: ['keen'] }] } }],
  },
};
const kind = { type: 'string' as const, from: { profile: 'kind' }, words: 'kind' };
const DOCUMENTS = { facts: { kind }, segments: [], models: [], strategies: [strategy] };
/** What the policy said while it was logged. */
const SAID = { gone: { a: 0.7, b: 0.3 }, keen: { a: 0.2, b: 0.5, c: 0.3 } };
/** P(order) by kind, of nothing first. */
const RATES = { gone: { none: 0.1, a: 0.5, b: 0.2, c: 0 }, keen: { none: 0.2, a: 0.1, b: 0.6, c: 0.3 } };

/** What is known of a decision beside what is stored. */
interface Drawn {
  readonly at: number;
  readonly kind: 'gone' | 'keen';
  readonly offer: 'a' | 'b' | 'c' | null;
  readonly propensity: number;
  readonly converted: boolean;
}

describe('policies judged by what the shop decided', () => {
  const logger = createLogger({ logLevel: 'silent' });
  const drawn: Drawn[] = [];
  let database: Database;
  let releases: ReleaseStore;
  let host: PluginHost;
  beforeAll(async () => {
    database = await freshDatabase('pglite');
    releases = new ReleaseStore(database);
    await releases.push(DOCUMENTS, 'test');
    host = await openPluginHost({ directories: defaultPluginDirectories({}) });
    const current = new CurrentRelease(releases, logger);
    await current.open();
    const log = new DecisionLog(database);
    const random = seededRandom(7);
    const orders: { readonly id: string; readonly at: number }[] = [];
    const appended: Promise<unknown>[] = [];
    for (let person = 0; person < PEOPLE; person++) {
      const at = START + Math.floor((person * DAYS * DAY) / PEOPLE);
      const known = random.integer(2) === 0 ? 'gone' : 'keen';
      // Now and then somebody switches policies off.
      const isFixed = person % 50 === 0;
      const off = { fixedArms: { by: 'ann', reason: 'a try', since: START } };
      const input: DecisionInput = {
        ...{ id: uuidv7(), userId: `u${String(person)}`, now: at, strategies: ['explored'], facts: { kind: known } },
        ...{ events: [], consent: [], suppressed: false, contacts: [] },
        ...(isFixed ? { switchedOff: { explored: off } } : {}),
      };
      const said = { explored: { status: 'answered' as const, version: 0, probabilities: SAID[known] } };
      const spent = { stockSpent: [], budgetSpent: [] };
      const choice = choose(qualify(input, current.get()), {}, spent, isFixed ? null : said);
      appended.push(log.append({ choice, detail: 'summary', context: null, idempotency: null }));
      const offer = (choice.offered?.offer.document.id ?? null) as Drawn['offer'];
      const converted = random.uniform() < RATES[known][offer ?? 'none'];
      if (converted) orders.push({ id: `u${String(person)}`, at: at + DAY });
      if (isFixed) continue;
      const propensity = choice.outcome === 'holdout' ? HOLDOUT : (1 - HOLDOUT) * choice.propensity;
      drawn.push({ at, kind: known, offer, propensity, converted });
    }
    await Promise.all(appended);
    const events = orders.map(({ id, at }) => ({
      id,
      messageId: id,
      name: 'order_placed',
      at,
      properties: { amount: 80 },
    }));
    await new ProfileStore(database, []).track(events);
    const source = () => decisionExposures({ database, releases: current, log });
    await new OutcomeBook({ database, releases: current, source }).sweep(START + 60 * DAY);
    await current.close();
  });
  afterAll(async () => {
    await host.close();
    await database.close();
  });

  const judge = (
    policies: readonly string[],
    more: Partial<DecidedRequest> = {},
    evaluate: Parameters<typeof evaluateDecided>[2] = evaluatePolicies,
  ): Promise<PolicyReport> =>
    evaluateDecided(
      { database, releases },
      {
        ...{ strategy, documents: [], segments: [], catalogue: DOCUMENTS.facts, host, replicates: 40 },
        ...{ from: 0, until: START + 60 * DAY, policies: policies.map((text) => parsePolicy(text)!) },
        // No policy of these asks a model.
        registry: undefined as unknown as ModelRegistry,
        ...more,
      },
      evaluate,
    );

  /** Σ of P(the policy gives it) ÷ P(it was given), of those who ordered, by the number of all. */
  const weighted = (chance: (one: Drawn) => number): number =>
    drawn.reduce((sum, one) => sum + (one.converted ? chance(one) / one.propensity : 0), 0) / drawn.length;

  it('weighs what was drawn by the probabilities that were stored, among the offers that were left', async () => {
    const report = await judge(['nothing', 'uniform', 'offer:a', 'offer:c', 'strategy']);
    const orders = drawn.filter(({ converted }) => converted).length;
    const count = (offer: Drawn['offer']) => drawn.filter((one) => one.offer === offer).length;
    expect(report).toMatchObject({
      source: 'the decisions of the shop',
      history: {
        ...{ rows: drawn.length, taught: 0, people: drawn.length, conversions: orders, propensities: 'recorded' },
        given: ['a', 'b', 'c', null].map((offer) => ({ offer, rows: count(offer as Drawn['offer']) })),
      },
    });
    const left = (one: Drawn) => (one.kind === 'keen' ? 3 : 2);
    const truths = [
      weighted(({ offer }) => Number(offer === null)),
      weighted((one) => (one.offer === null ? 0 : 1 / left(one))),
      weighted(({ offer }) => Number(offer === 'a')),
      weighted(({ kind: own, offer }) => Number(offer === (own === 'keen' ? 'c' : null))),
      // Of equally profitable offers the engine makes the first.
      weighted(({ offer }) => Number(offer === 'a')),
    ];
    report.policies.forEach(({ policy, conversion, warning }, place) => {
      if (conversion.status === 'refused') throw new Error(`${policy}: ${conversion.reason}`);
      expect(conversion.ipw.value, policy).toBeCloseTo(truths[place]!, 12);
      expect(warning, policy).toBeNull();
    });
    expect(report.notes.join()).toContain(
      `${String(count(null))} of the ${String(drawn.length)} decisions held the person out`,
    );
    expect(report.notes.join()).toContain('had no choice');
  });

  it('lets the policy of an arm learn on its way, and finds that it tells people apart', async () => {
    const report = await judge(['arm:explorer', 'uniform', 'nothing'], {
      strategy: {
        ...strategy,
        experiment: {
          seed: 'draft',
          arms: [
            {
              ...{ id: 'explorer', share: 1 },
              by: { policy: 'bandit', options: { algorithm: 'linucb' }, context: [{ fact: 'kind', is: ['keen'] }] },
            },
          ],
        },
      },
    });
    expect(report.history.taught).toBeGreaterThan(80);
    expect(report.leads.map(({ than, conversion }) => [than, conversion.lower > 0])).toEqual([
      ['uniform', true],
      ['nothing', true],
    ]);
  });

  it('takes decisions from a moment on, with windows that are over, and those that are asked for', async () => {
    const where = { fact: 'kind', operator: 'equal', value: 'keen' } as const;
    let file = '';
    const report = await judge(
      ['uniform'],
      { from: START + 10 * DAY, until: START + 37 * DAY, where },
      ({ source, columns }) => {
        file = (source as { readonly file: string }).file;
        expect(columns?.where).toEqual(where);
        const lines = readFileSync(file, 'utf8').trim().split('\n');
        const decided = drawn.filter(({ at }) => at >= START + 10 * DAY && at + 7 * DAY <= START + 37 * DAY);
        expect(lines.map((line) => (JSON.parse(line) as { readonly kind: string }).kind)).toEqual(
          decided.map((one) => one.kind),
        );
        return Promise.resolve({ notes: [] as readonly string[] } as PolicyReport);
      },
    );
    expect(report.source).toBe('the decisions of the shop');
    expect(existsSync(file)).toBe(false);
    await expect(judge(['uniform'], { from: START + 50 * DAY })).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
    const refused = await judge(['column:p']).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'BAD_COLUMN',
      message: expect.stringContaining('the decisions of the shop') as string,
    });
  });
});

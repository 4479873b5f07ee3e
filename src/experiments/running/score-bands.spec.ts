import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { exposedSums } from '#strata/ledger/experiments';
import { exposureOf, recordExposures, takeTurn } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { ProfileStore } from '#strata/profiles/people';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { matchNewEvents } from '../../ledger/outcomes/match-events.js';
import { OUTCOME_PERSON_STORE } from '../../ledger/outcomes/person-store.js';
import { mostWords } from '../page/index.js';
import { readExperiment, type ReadoutOptions, sumsOfFile } from '../readout/index.js';
import { experimentPhrases } from '../words/index.js';
import { askedParts, partInWords, toldApart } from './told-apart.js';
import { askedBands, scoreBands } from './score-bands.js';
import { exposedQuestion } from './strategy-readout.js';
import { treatmentExperiment } from './strategy-sums.js';

const START = Date.UTC(2026, 2, 1);
const PEOPLE = 1_000;
const READING: ReadoutOptions = { level: 0.95, margin: 0.5, peeking: { tightestAt: PEOPLE }, primary: 'conversion' };

const STRATEGY: Strategy = {
  ...{ id: 'coupons', title: 'Coupons', segment: { all: [] }, baseline: { title: 'all', offer: 'coupon' } },
  goal: { event: 'bought', value: 'amount', within: 'P7D', margin: 0.5, orderValue: 20, natural: { model: 'buys' } },
  offers: [{ id: 'coupon', title: '', faceValue: 0, contactCost: 1, redemptionRate: 0, response: { rate: 0.5 } }],
  experiment: { seed: 'coupons', holdout: 0.5 },
};
const BANDS = askedBands(STRATEGY, [], 5);
const DOCUMENTS: Parameters<typeof askedParts>[1] = {
  facts: {
    city: { type: 'string', from: { profile: 'city' }, words: 'city' },
    tier: { type: 'string', from: { profile: 'tier' }, words: 'tier' },
    // A fact may be called as a column of the statement is.
    n: { type: 'number', from: { events: { name: 'visited', measure: 'count' } }, words: 'visits' },
  },
  segments: [
    {
      id: 'visitors',
      title: 'Visitors',
      condition: { all: [{ fact: 'n', operator: 'greaterThanInclusive', value: 1 }] },
    },
  ],
};
/** So many people said their tier before they were decided about, half of them had visited, and as many said it later. */
const TOLD = 4;

interface Person {
  readonly userId: string;
  readonly isTreated: boolean;
  readonly score: { readonly model: string; readonly value: number } | null;
  readonly buys: boolean;
}

/** Two of ten buy anyway; the coupon adds four of ten to those of the middle fifth of scores, and nobody else. */
const SCORED = Array.from({ length: PEOPLE }, (_, n): Person => {
  const [value, isTreated] = [(n + 0.5) / PEOPLE, n % 2 === 0];
  const of10 = isTreated && value > 0.4 && value < 0.6 ? 6 : 2;
  return { userId: `u${n}`, isTreated, score: { model: 'buys', value }, buys: Math.floor(n / 2) % 10 < of10 };
});
/** Models have no score of them, or another one's. */
const OTHERS = Array.from({ length: 60 }, (_, n): Person => {
  const score = n % 3 === 0 ? { model: 'another', value: 0.5 } : null;
  return { userId: `other${n}`, isTreated: n % 2 === 0, score, buys: false };
});

describeOnBothHomes('offers by bands of a score', (home) => {
  let database: Database;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bands-'));
    database = await freshDatabase(home);
    const exposures = [...SCORED, ...OTHERS].map(({ userId, isTreated, score }) => {
      const offer = isTreated ? 'coupon' : null;
      const exposing = { id: `x-${userId}`, source: 'test', userId, arm: null, offer, propensity: 1, score };
      return exposureOf({ ...exposing, at: START }, STRATEGY);
    });
    await database.transaction((manager) => recordExposures(manager, exposures));
    const bought = SCORED.filter(({ buys }) => buys).map(({ userId: id }) => {
      return { id, messageId: id, name: 'bought', at: START + 1_000, properties: { amount: 30 } };
    });
    const profiles = new ProfileStore(database, []);
    await profiles.track([
      ...bought,
      ...SCORED.slice(0, TOLD / 2).map(({ userId: id }) => {
        return { id, messageId: `v-${id}`, name: 'visited', at: START - 1_000, properties: {} };
      }),
    ]);
    for (const [n, { userId: id }] of SCORED.slice(0, 2 * TOLD).entries()) {
      const at = n < TOLD ? START - 1_000 : START + 1_000;
      await profiles.identify({ id, anonymousId: null, traits: { tier: 'gold' }, consent: [], at });
    }
    await database.transaction(async (manager) => {
      await takeTurn(manager);
      await matchNewEvents(manager, 1_000_000);
    });
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const read = async (from?: string) => {
    const question = exposedQuestion(
      STRATEGY,
      { winsorise: 1, ...(from === undefined ? {} : { from }) },
      { bands: BANDS },
    );
    const sums = await database.transaction((manager) => exposedSums(manager, question));
    return {
      bands: scoreBands(BANDS, sums.bands!, experimentPhrases()),
      readout: readExperiment(treatmentExperiment(STRATEGY, sums, { hasBefore: false })!, READING),
    };
  };

  it('find the band where the coupon adds most, as a file of the same people does', async () => {
    const { readout, bands } = await read();
    expect(readout.health).toBe('healthy');
    expect(readout.segments.map(({ value, effect }) => [value, Number(effect.difference.value.toFixed(9))])).toEqual([
      ['1 of 5: 0.0005 to 0.2', 0],
      ['2 of 5: 0.2 to 0.4', 0],
      ['3 of 5: 0.4 to 0.6', 0.4],
      ['4 of 5: 0.6 to 0.8', 0],
      ['5 of 5: 0.8 to 1', 0],
    ]);
    const [, , middle] = readout.segments;
    expect(middle).toMatchObject({ by: 'buys, in bands', arm: 'treated', people: PEOPLE / 5 });
    expect(middle!.effect.adjustedPValue).toBeGreaterThan(middle!.effect.pValue);
    expect(mostWords(readout.segments)).toBe('It adds most for 3 of 5: 0.4 to 0.6 (buys, in bands): 40 %.');
    expect(bands).toMatchObject({ model: 'buys', says: 'natural', count: 5, people: PEOPLE, withoutScore: 60 });
    expect(bands.words).toMatch(/: it is known of 1,000 of 1,060 people\. The others are in no band/);

    const file = join(folder, 'people.csv');
    const rows = SCORED.map(({ isTreated, buys, score }) => {
      return `${isTreated ? 'treated' : 'held-out'},${buys ? 30 : 0},${isTreated ? 1 : 0},${score!.value}`;
    });
    await writeFile(file, ['arm,value,cost,buys', ...rows, ''].join('\n'));
    const ofFile = await sumsOfFile({
      ...{ file, arm: 'arm', columns: { value: 'value', cost: 'cost' }, segments: [] },
      ...{ bands: { score: 'buys', count: 5 }, control: 'held-out', winsorise: 1 },
    });
    expect(readout.segments).toEqual(closeTo(readExperiment(ofFile, READING).segments));
  });

  it('stand beside segments by a fact of the decisions, which are adjusted together', async () => {
    const city = `case right(user_id, 1) when '0' then 'Wuhan' when '1' then 'Wuhan' when '2' then 'Xian' when '3' then 'Xian' end`;
    const decided = `(select id, user_id, at, json_build_object('city', ${city}) as facts from exposures)`;
    const parts = { ...askedParts(['city'], DOCUMENTS), decided };
    const question = exposedQuestion(STRATEGY, { winsorise: 1 }, { bands: BANDS, parts });
    const sums = await database.transaction((manager) => exposedSums(manager, question));
    const { segments } = readExperiment(treatmentExperiment(STRATEGY, sums, { hasBefore: false })!, READING);
    expect(segments.map(({ by, value, people }) => [by, value, people]).slice(0, 3)).toEqual([
      ['city', 'Wuhan', 212],
      ['city', 'Xian', 212],
      ['buys, in bands', '1 of 5: 0.0005 to 0.2', PEOPLE / 5],
    ]);
    const [byCity] = sums.parts.map((part) => toldApart(part, DOCUMENTS, experimentPhrases()));
    expect(byCity).toMatchObject({ by: 'city', kind: 'fact', withoutValue: { arms: 0, treatment: 636 } });
    expect(() => askedParts(['vistors'], DOCUMENTS)).toThrow(/no fact and no segment "vistors"/);
  });

  it('stand beside what follows from what was stored then, of a fact and of a segment', async () => {
    const nothing = `(select id, user_id, at, '{}'::json as facts from exposures where false)`;
    const parts = { ...askedParts(['tier', 'n', 'visitors'], DOCUMENTS), decided: nothing };
    const question = exposedQuestion(STRATEGY, { winsorise: 1 }, { parts });
    const sums = await database.transaction((manager) => exposedSums(manager, question));
    const stored = SCORED.filter(({ buys }, n) => buys || n < 2 * TOLD).length;
    const people = ({ values }: (typeof sums.parts)[number]) =>
      values.map(({ value, roles }) => [value, [...roles.values()].reduce((sum, one) => sum + one.people, 0)]);
    // Who said it later is not known, and neither is anybody of whom nothing is stored.
    expect(sums.parts.map((part) => [part.name, people(part), part.unknown.role])).toEqual([
      ['tier', [['gold', TOLD]], PEOPLE + OTHERS.length - TOLD],
      [
        'n',
        [
          ['0', stored - TOLD / 2],
          ['1', TOLD / 2],
        ],
        PEOPLE + OTHERS.length - stored,
      ],
      [
        'visitors',
        [
          ['in it', TOLD / 2],
          ['not in it', stored - TOLD / 2],
        ],
        PEOPLE + OTHERS.length - stored,
      ],
    ]);
    const chinese = experimentPhrases('zh');
    expect(toldApart(sums.parts[2]!, DOCUMENTS, chinese)).toMatchObject({
      ...{ by: 'visitors', kind: 'segment' },
      words: expect.stringMatching(/^按决策时是否属于人群“visitors”区分。/) as string,
    });
    // A fact's values are what they are, in every language.
    const told = sums.parts.map((part) => partInWords(part, DOCUMENTS, chinese).values.map(({ value }) => value));
    expect(told).toEqual([['gold'], ['0', '1'], ['属于该人群', '不属于该人群']]);
  });

  it('hold nobody where nobody came, and nobody who was erased', async () => {
    const { readout: nobody, bands } = await read('2999-01-01T00:00:00Z');
    expect(nobody.segments).toEqual([]);
    expect(bands).toMatchObject({ people: 0, withoutScore: 0 });
    const ids = ['u500', 'other0'];
    const [kept] = await database.transaction((manager) => OUTCOME_PERSON_STORE.export(manager, ['u500']));
    expect(kept).toMatchObject({ exposures: [{ score: 0.5005, score_model: 'buys' }] });
    await database.transaction((manager) => OUTCOME_PERSON_STORE.erase(manager, ids));
    expect((await read()).bands).toMatchObject({ people: PEOPLE - 1, withoutScore: 59 });
  });
});

it('are refused of a strategy without a score, or without a hold-out', () => {
  const rule = { ...STRATEGY, goal: { ...STRATEGY.goal, natural: { rate: 0.1 } } };
  expect(() => askedBands(rule, [], 5)).toThrow(/can't be read by bands/);
  const everybody = { ...STRATEGY, experiment: { seed: 'coupons' } };
  expect(() => askedBands(everybody, [], 5)).toThrow(/can't be read by bands/);
});

/** Every number may differ in what rounding does to it. */
function closeTo<T>(value: T): T;
function closeTo(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 9) as unknown;
  if (Array.isArray(value)) return (value as unknown[]).map((one) => closeTo(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closeTo(one)]));
}

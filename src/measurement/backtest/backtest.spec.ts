import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/support/database.js';
import { type ModelDocument, type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { modelFairness } from '../../models/proof/fairness/model-fairness.js';
import { ModelRegistry } from '../../models/registry/model-registry.js';
import { trainModel } from '../../models/training/train-model.js';
import { backtestStrategy, type BacktestRequest } from './backtest-strategy.js';
import { backtestLadder, type LadderRequest } from './ladder/backtest-ladder.js';
import { type BacktestReport } from './report.js';
import { recordBacktest } from './record.js';

const NATURAL: ModelDocument = {
  id: 'natural',
  title: 'Buys without a coupon',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { event: 'order_placed', within: 'P14D' },
  treatment: 'none',
  features: ['need', 'deals'],
  split: { by: 'time', holdout: 0.4 },
};
const RESPONSE: ModelDocument = { ...NATURAL, id: 'response', title: 'Buys with a coupon', treatment: 'any' };
const STRATEGY: Strategy = {
  id: 'coupon',
  title: 'A coupon for those whom it persuades',
  goal: {
    event: 'order_placed',
    value: 'amount',
    within: 'P14D',
    margin: 0.3,
    orderValue: 100,
    natural: { model: 'natural' },
  },
  segment: 'dormant',
  predictive: {
    when: { fact: 'score', params: { model: 'natural', as: 'rank' }, operator: 'lessThan', value: 0.9 },
    rankBy: { model: 'response' },
    onFailure: 'baseline',
  },
  baseline: { title: 'Who needs it most', rankBy: { fact: 'need', order: 'desc' }, offer: 'coupon-20' },
  offers: [
    {
      id: 'coupon-20',
      title: '20 off',
      faceValue: 20,
      redemptionRate: 0.9,
      contactCost: 0.05,
      response: { model: 'response' },
    },
  ],
};
const SEGMENTS = [
  { id: 'dormant', title: 'Dormant', condition: { fact: 'days', operator: 'greaterThan', value: 180 } },
  { id: 'needy', title: 'Who needs much', condition: { fact: 'need', operator: 'greaterThan', value: 0 } },
];

let folder: string;
let database: Database;
let registry: ModelRegistry;
let host: PluginHost;
/** The strategy on later rows, where its models earn more. */
let passing: BacktestReport;
const files: Record<string, string> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-backtest-'));
  database = await freshDatabase('pglite');
  registry = new ModelRegistry(database);
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  files['train'] = await writeHistory('train.csv', { rows: 6000, seed: 1 });
  files['later'] = await writeHistory('later.csv', { rows: 10_000, seed: 2 });
  files['short'] = await writeHistory('short.csv', { rows: 1500, seed: 4 });
  for (const document of [NATURAL, RESPONSE]) {
    await trainModel({ document, source: { kind: 'file', file: files['train'] }, host, registry, minimum: MINIMUM });
  }
  passing = await backtest(files['later'], { by: 'gender', catalogue: CATALOGUE });
});
afterAll(async () => {
  await host.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

interface World {
  readonly rows: number;
  readonly seed: number;
  /** How much a coupon persuades those who love deals. */
  readonly effect?: number;
  /** P(coupon). */
  readonly offered?: (need: number) => number;
}

/** People in four mailings, a random half of each without a coupon. Need lets them order anyway; deals let a coupon persuade. */
async function writeHistory(name: string, world: World, header = HEADER): Promise<string> {
  const { rows, seed, effect = 0.3, offered = () => 0.5 } = world;
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const [need, deals] = [random.normal(), random.normal()];
    const chance = offered(need);
    const treated = random.uniform() < chance;
    const persuaded = treated && random.uniform() < effect / (1 + Math.exp(-3 * deals));
    const ordered = random.uniform() < 0.25 / (1 + Math.exp(2 - 2 * need)) || persuaded;
    const at = `2026-0${1 + random.integer(4)}-10`;
    return [
      `u${seed}-${row}`,
      at,
      treated ? 'coupon-20' : '',
      need.toFixed(3),
      deals.toFixed(3),
      100 + random.integer(300),
      ['f', 'm', ''][random.integer(3)],
      Number(ordered),
      ordered ? 60 + random.integer(80) : '',
      Number(ordered && treated && random.uniform() < 0.9),
      (treated ? chance : 1 - chance).toFixed(6),
    ].join();
  });
  const file = join(folder, name);
  await writeFile(file, [header, ...lines].join('\n'));
  return file;
}
const CATALOGUE = {
  gender: { type: 'string', from: { profile: 'gender' }, words: 'gender', sensitive: true },
} as const;
const MINIMUM = { positives: 50, negatives: 50 };
const HEADER = 'userId,at,offer,need,deals,days,gender,order_placed,amount,coupon_redeemed,chance';

const backtest = (file: string, request: Partial<BacktestRequest> = {}): Promise<BacktestReport> =>
  backtestStrategy({
    strategy: STRATEGY,
    documents: [NATURAL, RESPONSE],
    segments: SEGMENTS,
    source: { kind: 'file', file },
    host,
    registry,
    replicates: 100,
    ...request,
  });

const of = ({ selectors }: BacktestReport, wanted: string) => selectors.find(({ selector }) => selector === wanted)!;

describe('a ladder', () => {
  const trigger = { fact: 'deals', operator: 'greaterThan', value: 0 };
  const ladder = (file: string, more: Partial<LadderRequest> = {}) =>
    backtestLadder({
      strategy: { ...STRATEGY, trigger },
      documents: [NATURAL, RESPONSE],
      segments: SEGMENTS,
      source: { kind: 'file', file },
      host,
      registry,
      replicates: 100,
      ...more,
    });

  it('tells what each layer earns, at its own size and at an equal one', async () => {
    const { levels, equalPeople, sentences, obstacle, basis } = await ladder(files['later']!);
    expect([basis, obstacle]).toEqual(['incremental', null]);
    expect(levels.map(({ level }) => level)).toEqual(['everybody', 'segment', 'trigger', 'predictive', 'human rule']);
    const people = levels.map(({ natural }) => natural.audience);
    expect(people).toEqual(
      people
        .slice(0, 4)
        .toSorted((a, b) => b - a)
        .concat(people[1]!),
    );
    for (const { equal } of levels) expect(equal.audience).toBeCloseTo(equalPeople, 6);
    const [, , triggered, predictive] = levels;
    expect(triggered!.step).toMatchObject({ from: 'segment' });
    expect(triggered!.step!.profit.lower).toBeGreaterThan(0);
    expect(predictive!.step!.value.value).toBeGreaterThan(0);
    expect(sentences[0]).toMatch(
      /^With [\d,]+ people each, the layers add in profit: the segment .*, the trigger \+.*, the models /,
    );
    expect(sentences[1]).toMatch(
      /in incremental revenue beside the trigger, .* where practitioners report 200 to 300 %/,
    );
  });

  it('takes who had set the trigger off from a column, too, and says which layers a history cannot tell', async () => {
    const events = {
      fact: 'events',
      params: { name: 'cart_updated', within: 'PT24H' },
      operator: 'greaterThan',
      value: 0,
    };
    const strategy: Strategy = { ...STRATEGY, trigger: events };
    const [byFact, byColumn] = [
      await ladder(files['short']!),
      await ladder(files['short']!, { strategy, trigger: 'deals' }),
    ];
    expect(byColumn.levels).toEqual(byFact.levels);
    const without = await ladder(files['short']!, { strategy });
    expect(without.levels.map(({ level }) => level)).toEqual(['everybody', 'segment', 'predictive', 'human rule']);
    expect(without.notes.join()).toContain('the trigger reads events, which this history does not have');
    await expect(ladder(files['short']!, { trigger: 'dels' })).rejects.toMatchObject({
      problems: [{ nearest: 'deals' }],
    });
  });

  it('says what cannot be concluded where chance did not give the offers', async () => {
    const file = await writeHistory('chosen.csv', {
      rows: 3000,
      seed: 5,
      offered: (need) => 1 / (1 + Math.exp(-2 * need)),
    });
    expect((await ladder(file)).obstacle).toContain('were not given at random');
    expect((await ladder(file, { columns: { propensity: 'chance' } })).obstacle).toBeNull();
  });
});

describe('a backtest', () => {
  it('passes where the models earn more than the human rule, after all that they learned from', () => {
    const report = passing;
    expect(report.verdict.outcome).toBe('passes');
    expect(report.basis).toBe('incremental');
    expect(report.history).toMatchObject({ outOfTime: true, propensities: 'shares', period: { column: 'at' } });
    expect(report.models.map(({ model, learnedBefore }) => [model, learnedBefore])).toEqual([
      ['natural', '2026-03-10T00:00:00.000Z'],
      ['response', '2026-03-10T00:00:00.000Z'],
    ]);
    expect(report.history.period!.from).toBe('2026-03-10T00:00:00.000Z');
    expect(report.selectors.map(({ selector }) => selector)).toEqual([
      'strategy',
      'human rule',
      'random',
      'response model',
      'two-model method',
    ]);
    const [strategy] = report.selectors;
    for (const { audience } of report.selectors) expect(audience).toBeCloseTo(strategy!.audience, 6);
    expect(of(report, 'human rule').strategyAhead!.profit.lower).toBeGreaterThan(0);
    expect(report.verdict.sentences[0]).toContain('earns more than the human rule');
  });

  it('counts money as rules.md defines it', () => {
    const report = passing;
    for (const { audience, conversions, incremental, cost, profit, roi } of report.selectors) {
      expect(cost.value).toBeGreaterThan(audience * 0.05);
      expect(cost.value).toBeLessThanOrEqual(audience * 0.05 + conversions.value * 20);
      expect(incremental!.value).toBeLessThan(conversions.value);
      expect(roi!.value).toBeCloseTo(profit.value / cost.value, 10);
    }
  });

  it('takes the same audience in every month, and tells months and segments apart', async () => {
    const { months, segments, selectors } = await backtest(files['later']!, { plan: { share: 0.1 } });
    expect(months.map(({ name }) => name)).toEqual(['2026-03', '2026-04']);
    for (const { strategy, humanRule } of months) expect(strategy.audience).toBeCloseTo(humanRule.audience, 6);
    expect(months[0]!.strategy.audience + months[1]!.strategy.audience).toBeCloseTo(selectors[0]!.audience, 6);
    expect(segments.map(({ name }) => name)).toEqual(['Who needs much']);
    expect(segments[0]!.humanRule.audience).toBeGreaterThan(segments[0]!.strategy.audience);
  });

  it('spends the same budget where one is given', async () => {
    const report = await backtest(files['later']!, { plan: { budget: 3000 } });
    expect(report.plan).toEqual({ by: 'budget', budget: 3000 });
    for (const { selector, cost } of report.selectors) {
      if (selector === 'strategy') continue;
      expect(cost.value / 3000).toBeGreaterThan(0.9);
      expect(cost.value / 3000).toBeLessThan(1.05);
    }
    expect(of(report, 'random').audience).toBeGreaterThan(of(report, 'human rule').audience);
  });

  it('chooses the share to leave out on other rows than those that judge it', () => {
    const { sweep, history } = passing;
    expect(sweep).toMatchObject({ model: 'natural', validatedOn: expect.stringContaining('earlier rows') as string });
    expect(history.validation).toBeGreaterThan(2000);
    expect(sweep!.validation.map(({ leftOut }) => leftOut)).toEqual(sweep!.test.map(({ leftOut }) => leftOut));
    const best = sweep!.validation.find(({ leftOut }) => leftOut === sweep!.chosen)!;
    expect(Math.max(...sweep!.validation.map(({ profit }) => profit.value))).toBe(best.profit.value);
    expect(sweep!.test[0]).toMatchObject({ leftOut: 0, threshold: null, gain: { value: 0 } });
    const thresholds = sweep!.test.slice(1).map(({ threshold }) => threshold!);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
  });

  it('judges the file of the training on the rows that were held out', async () => {
    const { history, sweep } = await backtest(files['train']!);
    expect(history.period!.from >= '2026-03-10').toBe(true);
    expect(sweep!.validatedOn).toContain('the earlier half of the campaigns');
    expect(history.test + history.validation).toBeLessThan(4500);
  });

  it('counts in several ways that agree', () => {
    const { offPolicy } = passing;
    for (const { value } of offPolicy!) {
      if (value.status === 'refused') throw new Error(value.reason);
      expect(value.weights.mean).toBeCloseTo(1, 1);
      for (const other of [value.ipw, value.dr!]) {
        expect(other.value).toBeGreaterThan(value.snipw.lower);
        expect(other.value).toBeLessThan(value.snipw.upper);
      }
    }
  });

  it('is the same for the same seed', async () => {
    const few = { seed: 4, replicates: 20 };
    expect(await backtest(files['short']!, few)).toEqual(await backtest(files['short']!, few));
  });
});

describe('a backtest does not pass', () => {
  it('where the models have nothing to find', async () => {
    const dull = await writeHistory('dull.csv', { rows: 6000, seed: 5, effect: 0 });
    const { verdict } = await backtest(dull);
    expect(verdict.outcome).toBe('does not pass');
  });

  it('on random rows, whatever the figures', async () => {
    const [natural, response] = [NATURAL, RESPONSE].map((document) => ({
      ...document,
      id: `${document.id}-random`,
      split: { by: 'hash', holdout: 0.2 } as const,
    }));
    for (const document of [natural!, response!]) {
      await trainModel({ document, source: { kind: 'file', file: files['train']! }, host, registry, minimum: MINIMUM });
    }
    const [offer] = STRATEGY.offers;
    const strategy: Strategy = {
      ...STRATEGY,
      goal: { ...STRATEGY.goal, natural: { model: natural!.id } },
      predictive: { rankBy: { model: response!.id }, onFailure: 'baseline' },
      offers: [{ ...offer!, response: { model: response!.id } }],
    };
    const { verdict, history, notes } = await backtest(files['later']!, { strategy, documents: [natural!, response!] });
    expect(history.outOfTime).toBe(false);
    expect(verdict.outcome).toBe('does not pass');
    expect(verdict.sentences[1]).toContain('random rows flatter a model');
    expect(notes.join()).toContain('this cannot pass');
  });
});

describe('a backtest says that there is not enough data', () => {
  it('where the offers were not given at random, and weighs recorded probabilities where they were', async () => {
    const offered = (need: number) => Math.min(0.8, Math.max(0.2, 0.5 + 0.3 * need));
    const picked = await writeHistory('picked.csv', { rows: 10_000, seed: 6, offered });
    const blind = await backtest(picked);
    expect(blind.verdict.outcome).toBe('not enough data');
    expect(blind.verdict.sentences[0]).toContain('not given at random');
    const told = await backtest(picked, { columns: { propensity: 'chance' } });
    expect(told.history.propensities).toBe('recorded');
    expect(told.verdict).toMatchObject({ outcome: 'passes' });
    expect(told.offPolicy![0]!.inside.largest).toBeGreaterThan(3);
  });

  it('where nobody was left without an offer, so that natural buyers are not known', async () => {
    const everybody = await writeHistory('everybody.csv', { rows: 6000, seed: 7, offered: () => 1 });
    const report = await backtest(everybody);
    expect(report).toMatchObject({ basis: 'gross', offPolicy: null, sweep: null });
    expect(report.selectors.every(({ incremental }) => incremental === null)).toBe(true);
    expect(report.verdict.outcome).toBe('not enough data');
    expect(report.verdict.sentences[1]).toContain('keep a hold-out');
  });

  it('where few rows speak about the audience', async () => {
    const few = await writeHistory('few.csv', { rows: 900, seed: 8 });
    const { verdict } = await backtest(few, { plan: { people: 20 } });
    expect(verdict.outcome).toBe('not enough data');
    expect(verdict.sentences[0]).toContain('at least 100 are needed');
  });

  it('where the human rule cannot be replayed', async () => {
    const baseline = { ...STRATEGY.baseline, rankBy: { fact: 'visits', order: 'desc' } as const };
    const { verdict, selectors } = await backtest(files['short']!, { strategy: { ...STRATEGY, baseline } });
    expect(selectors.map(({ selector }) => selector)).not.toContain('human rule');
    expect(verdict.outcome).toBe('not enough data');
  });
});

describe('a backtest refuses', () => {
  it('a strategy without a model', async () => {
    const [offer] = STRATEGY.offers;
    const goal = { ...STRATEGY.goal, natural: { rate: 0.05 } };
    const rules = { id: 'rules', title: 'Rules', segment: 'dormant', baseline: STRATEGY.baseline, goal };
    const strategy = { ...rules, offers: [{ ...offer!, response: { rate: 0.1 } }] };
    await expect(backtest(files['later']!, { strategy })).rejects.toMatchObject({ code: 'BAD_USAGE' });
  });

  it('a version of a model that the strategy does not use', async () => {
    await expect(backtest(files['later']!, { versions: new Map([['naturel', 1]]) })).rejects.toMatchObject({
      code: 'BAD_USAGE',
      problems: [{ nearest: 'natural' }],
    });
  });

  it('a history that ended before the training did', async () => {
    await expect(
      backtest(files['short']!, { columns: { where: { fact: 'at', operator: 'lessThan', value: '2026-03-01' } } }),
    ).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  it('columns that are not there, with the nearest name', async () => {
    await expect(backtest(files['short']!, { by: 'gendr' })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ nearest: 'gender' }],
    });
    const bare = await writeHistory('bare.csv', { rows: 500, seed: 9 }, HEADER.replace('order_placed', 'bought'));
    await expect(backtest(bare)).rejects.toMatchObject({ code: 'BAD_COLUMN' });
    await expect(backtest(files['short']!, { columns: { propensity: 'need' } })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ expected: expect.stringContaining('above 0') as string }],
    });
  });
});

describe('the evidence of a backtest', () => {
  it('is kept for every version that the strategy used, and not at all where the history could not tell', async () => {
    const versions = await recordBacktest(registry, passing, 'ann');
    expect(versions.map(({ modelId, evidence }) => [modelId, evidence[0]])).toMatchObject([
      ['natural', { stage: 'backtested', passed: true, by: 'ann' }],
      ['response', { stage: 'backtested', passed: true, by: 'ann' }],
    ]);
    const unsaid = { ...passing, verdict: { ...passing.verdict, outcome: 'not enough data' as const } };
    expect(await recordBacktest(registry, unsaid, 'ann')).toEqual([]);
  });

  it('tells the selection by group', () => {
    const { fairness } = passing;
    expect(fairness).toMatchObject({ by: 'gender', benefit: 'measured', column: { sensitive: true, feature: false } });
    expect(fairness!.groups.map(({ group }) => group).toSorted()).toEqual(['f', 'm', 'not known']);
    for (const { fourFifths, calibration, benefit } of fairness!.groups) {
      expect(['reference', 'fine']).toContain(fourFifths);
      expect(calibration!.happened.value).toBeCloseTo(calibration!.promised, 1);
      expect(benefit!.value).toBeGreaterThan(0);
    }
  });
});

describe('the fairness of a model alone', () => {
  it('judges who scores high enough, on rows that it was not trained on', async () => {
    const request = { document: RESPONSE, source: { kind: 'file', file: files['train']! } as const, host, registry };
    const { report, rows } = await modelFairness({ ...request, by: 'gender', selection: { share: 0.25 } });
    expect(rows).toBeLessThan(2000);
    const selected = report.groups.reduce((sum, group) => sum + group.selected, 0);
    expect(selected).toBe(Math.round(0.25 * rows));
    expect(report).toMatchObject({ benefit: null, column: { sensitive: false, feature: false } });
    const everybody = await modelFairness({ ...request, by: 'need', selection: { threshold: 0 } });
    expect(everybody.report.column.feature).toBe(true);
    for (const { rate } of everybody.report.groups) expect(rate.value).toBe(1);
  });
});

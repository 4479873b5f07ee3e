import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/support/database.js';
import { openModelParts } from '../../../../test/support/model-parts.js';
import { type ModelDocument } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type SeededRandom, seededRandom } from '#sdk';
import { ChampionScorers, ModelRegistry } from '../../registry/index.js';
import { evaluateUplift } from './evaluate-uplift.js';
import { scoreFile } from '../../score-files/index.js';
import { trainModel, upliftReport } from '../../training/index.js';

const ROWS = 4000;

/** What a model says that knows the truth: outcomes by person, p₀ first, and what then happened by chance. */
function drawn(outcomesOf: (random: SeededRandom) => readonly number[]) {
  const random = seededRandom(3);
  const outcomes = Array.from({ length: ROWS }, () => outcomesOf(random));
  const arms = outcomes[0]!.length;
  const treatment = Uint8Array.from(outcomes, () => random.integer(arms));
  const label = Float64Array.from(outcomes, (own, row) => Number(random.uniform() < own[treatment[row]!]!));
  return { values: Float64Array.from(outcomes.flat()), treatment, label };
}

describe('the report says who wins', () => {
  const coupon = ['coupon'];

  test('the model, where the treatment moves others than those who would come anyway', () => {
    const report = upliftReport({
      treatments: coupon,
      ...drawn((random) => (random.integer(2) === 0 ? [0.5, 0.5] : [0.1, 0.4])),
    });
    const [only] = report.treatments;
    expect(only!.verdict.winner).toBe('model');
    expect(report.verdicts[0]).toMatch(/^coupon: the model wins: Qini 0\.\d+ \[/);
    expect(only!.contenders.map(({ selector }) => selector)).toEqual(['model', 'response model', 'random']);
    expect(only!.contenders[1]!.modelAhead!.qini.lower).toBeGreaterThan(0);
    // The model tells two kinds of people apart, and people of one score stand together.
    expect(only!.deciles).toHaveLength(2);
  });

  test('alike, however often rows of the same people repeat', () => {
    const truth = drawn((random) => [0.1 + 0.3 * random.uniform(), 0.5 * random.uniform()]);
    const people = Uint32Array.from({ length: 400 }, (_, row) => row);
    const reportOf = (rows: Uint32Array, numbered: boolean) =>
      upliftReport({
        treatments: coupon,
        values: Float64Array.from([...rows].flatMap((row) => [truth.values[2 * row]!, truth.values[2 * row + 1]!])),
        label: Float64Array.from(rows, (row) => truth.label[row]!),
        treatment: Uint8Array.from(rows, (row) => truth.treatment[row]!),
        columns: [
          { name: 'natural', type: 'number', values: Float64Array.from(rows, (row) => truth.values[2 * row]!) },
        ],
        ...(numbered ? { people: rows } : {}),
      }).treatments[0]!;
    const often = Uint32Array.from([...people].flatMap((row) => [row, row, row, row]));
    const [once, repeated, asRows] = [reportOf(people, false), reportOf(often, true), reportOf(often, false)];
    const widthOf = (report: typeof once) => [
      report.effect,
      report.contenders[0]!.metrics.qini,
      report.contenders[0]!.metrics.upliftAt,
      report.contenders[1]!.modelAhead!.auuc,
      report.deciles[0]!.uplift,
    ];
    widthOf(once).forEach((figure, index) => {
      const [same, narrow] = [widthOf(repeated)[index]!, widthOf(asRows)[index]!];
      expect(same.lower).toBeCloseTo(figure.lower, 8);
      expect(same.upper).toBeCloseTo(figure.upper, 8);
      expect(narrow.upper - narrow.lower).toBeLessThan(0.7 * (figure.upper - figure.lower));
    });
    expect(repeated.balance?.differs).toBe(once.balance?.differs);
  });

  describe('where something else than chance chose the treated', () => {
    /** The keener, the likelier treated and the likelier to buy; the treatment changes nothing. */
    function chosen(strength: number) {
      const random = seededRandom(4);
      const keen = Float64Array.from({ length: ROWS }, () => random.normal());
      const treatment = Uint8Array.from(keen, (own) => Number(random.uniform() < 1 / (1 + Math.exp(-strength * own))));
      const label = Float64Array.from(keen, (own) => Number(random.uniform() < 1 / (1 + Math.exp(1 - own))));
      const values = Float64Array.from([...keen].flatMap((own) => [0.3, 0.3 + 0.05 * own]));
      const columns = [{ name: 'keen', type: 'number' as const, values: keen }];
      return upliftReport({ treatments: coupon, values, treatment, label, columns }).treatments[0]!;
    }

    test('it says so, tells no effect as proven, and what weighting makes of it', () => {
      const { effect, verdict, balance } = chosen(1);
      expect(effect.lower).toBeGreaterThan(0.05);
      expect(verdict.winner).toBe('not random');
      expect(verdict.words).toContain('were not drawn by chance');
      expect(verdict.words).toContain('higher in keen');
      expect(verdict.words).toContain('nothing here is proven');
      expect(balance?.classifier.lower).toBeGreaterThan(0.6);
      const weighting = balance?.weighting;
      if (weighting?.status !== 'weighted') throw new TypeError('not weighted');
      expect(weighting.effect.lower).toBeLessThan(0);
      expect(weighting.effect.upper).toBeGreaterThan(0);
      expect(weighting.effectiveSampleSize.treated).toBeGreaterThan(100);
    });

    test('it refuses to weight where the treatment could nearly be foreseen', () => {
      const { verdict, balance } = chosen(60);
      expect(balance?.weighting?.status).toBe('refused');
      expect(verdict.words).toContain('Weighting cannot mend it');
    });

    test('chance it was, where nobody can tell the two apart', () => {
      const { balance, verdict } = chosen(0);
      expect(balance).toMatchObject({ differs: false, weighting: null });
      expect(verdict.winner).not.toBe('not random');
    });
  });

  test('nobody, but the wrong way round, where the model puts those last whom the treatment moves', () => {
    const truth = drawn((random) => (random.integer(2) === 0 ? [0.1, 0.1] : [0.1, 0.5]));
    const turned = truth.values.map((value, index) => (index % 2 === 0 ? value : 0.6 - value));
    const report = upliftReport({
      treatments: coupon,
      ...truth,
      values: turned,
      response: [truth.label.map((_, row) => turned[2 * row + 1]!)],
    });
    expect(report.treatments[0]!.verdict.winner).toBe('wrong way round');
    expect(report.verdicts[0]).toContain('ranks the wrong way round');
  });

  test('the response model, where a model of uplift has learned noise', () => {
    const truth = drawn((random) => {
      const natural = 0.5 * random.uniform();
      return [natural, Math.min(1, 1.6 * natural)];
    });
    const random = seededRandom(9);
    const noise = Float64Array.from({ length: 2 * ROWS }, () => random.uniform());
    const response = [truth.label.map((_, row) => truth.values[2 * row + 1]!)];
    const report = upliftReport({ treatments: coupon, ...truth, values: noise, response });
    expect(report.treatments[0]!.verdict.winner).toBe('response model');
    expect(report.verdicts[0]).toContain('coupon: the response model wins here: Qini ');
  });

  test('nobody, where the treatment works alike on all', () => {
    const random = seededRandom(5);
    const { treatment, label } = drawn(() => [0.2, 0.3]);
    const values = Float64Array.from({ length: 2 * ROWS }, () => random.uniform());
    const report = upliftReport({ treatments: coupon, values, treatment, label });
    expect(report.treatments[0]!.verdict.winner).toBe('nobody');
    expect(report.verdicts[0]).toContain('Treat all or none');
  });

  test('a human rule that chooses as well is not beaten', () => {
    const kinds = seededRandom(2);
    const kind = Uint8Array.from({ length: ROWS }, () => kinds.integer(2));
    let person = 0;
    const test = drawn(() => (kind[person++] === 0 ? [0.1, 0.3, 0.2] : [0.1, 0.2, 0.3]));
    const human = { title: 'by kind', arms: kind.map((own) => own + 1) };
    const report = upliftReport({ treatments: ['a', 'b'], ...test, human });
    expect(report.choices!.verdict).toMatchObject({ winner: 'draw' });
    expect(report.choices!.verdict.words).toContain('does not beat the human rule (by kind)');
    expect(report.choices!.choosers[0]!.shares[0]).toBe(0);
    expect(report.verdicts).toHaveLength(3);
  });
});

describe('from a file to a decision', () => {
  const document: ModelDocument = {
    id: 'which-offer',
    title: 'What each offer changes',
    plugin: 'uplift',
    task: 'uplift',
    label: { column: 'bought' },
    treatment: { column: 'offer', control: 'none' },
    features: ['visits', 'city'],
    options: { learner: 't' },
  };
  let folder: string;
  let file: string;
  let database: Database;
  let registry: ModelRegistry;
  let host: PluginHost;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-uplift-'));
    file = await writeTest('test.csv', ['none', 'coupon', 'gift']);
    database = await freshDatabase('pglite');
    registry = new ModelRegistry(database);
    host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  });
  afterAll(async () => {
    await host.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The coupon moves Shanghai, the gift moves those who visit often. */
  async function writeTest(name: string, offers: readonly string[]): Promise<string> {
    const random = seededRandom(name.length);
    const lines = Array.from({ length: ROWS }, () => {
      const visits = random.integer(6);
      const city = ['Shanghai', 'Beijing'][random.integer(2)];
      const offer = offers[random.integer(offers.length)]!;
      const effect = { coupon: city === 'Shanghai' ? 0.4 : 0, gift: visits > 2 ? 0.3 : 0 }[offer] ?? 0;
      return [visits, city, offer, Number(random.uniform() < 0.15 + effect)].join();
    });
    const path = join(folder, name);
    await writeFile(path, ['visits,city,offer,bought', ...lines].join('\n'));
    return path;
  }

  const source = (path: string) => ({ kind: 'file', file: path }) as const;

  test('training judges on the hold-out by what a random test shows', async () => {
    const { version, report } = await trainModel({ document, source: source(file), host, registry });
    expect(version.task).toBe('uplift');
    expect(report.holdout).toBeNull();
    expect(report.uplift?.treatments.map(({ treatment }) => treatment)).toEqual(['coupon', 'gift']);
    expect(report.uplift?.treatments[0]?.contenders[0]?.metrics.qini.lower).toBeGreaterThan(0);
    await registry.promote('which-offer', version.version, { by: 'test', reason: 'test', override: 'a test' });
  });

  test('another file is judged on all rows of the treatments that the model knows', async () => {
    const other = await writeTest('another.csv', ['none', 'gift', 'mail', 'coupon']);
    const evaluation = await evaluateUplift({ document, source: source(other), host, registry });
    expect(evaluation).toMatchObject({ basis: 'all rows', passed: true });
    expect(evaluation.report.treatments.map(({ treatment }) => treatment)).toEqual(['coupon', 'gift']);
    expect(evaluation.notes.join()).toMatch(/\d+ rows got a treatment that the model does not know \(offer\)/);
  });

  test('folds judge every row by a model that had not seen it', async () => {
    const evaluation = await evaluateUplift({ document, source: source(file), host, registry, folds: 2 });
    expect(evaluation).toMatchObject({ basis: 'folds', version: null, report: { rows: ROWS } });
    expect(evaluation.notes.join()).toContain('trained 2 times');
  });

  test('an effect is not judged without every arm', async () => {
    const bare = await writeTest('bare.csv', ['none', 'gift']);
    await expect(evaluateUplift({ document, source: source(bare), host, registry })).rejects.toMatchObject({
      code: 'TOO_FEW_EXAMPLES',
      problems: expect.arrayContaining([{ message: 'coupon: 0 positives of 0 rows' }]) as object,
    });
  });

  test('a scored file has the greatest uplift, whose it is, and all probabilities', async () => {
    const people = join(folder, 'people.csv');
    await writeFile(people, 'visits,city\n0,Shanghai\n5,Beijing\n');
    const out = join(folder, 'scores.csv');
    const scored = await scoreFile({ document, file: people, out, host, registry });
    expect(scored.treatments).toEqual(['coupon', 'gift']);
    const [head, ...lines] = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(head).toEqual(['id', 'score', 'treatment', 'p0', 'p1', 'p2', 'uplift1', 'uplift2']);
    expect(lines.map(([, , treatment]) => treatment)).toEqual(['coupon', 'gift']);
    for (const [, score, , p0, p1, p2] of lines) {
      expect(Number(score)).toBeCloseTo(Math.max(Number(p1), Number(p2)) - Number(p0), 12);
    }
  });

  test('the champion gives a decision both probabilities of every treatment', async () => {
    const scorers = new ChampionScorers(registry, host);
    const { 'which-offer': score } = await scorers.score(['which-offer'], { visits: 0, city: 'Shanghai' });
    if (score?.status !== 'scored') throw new Error('not scored');
    const { natural, treated } = score.outcomes!;
    expect(Object.keys(treated)).toEqual(['coupon', 'gift']);
    expect(score.value).toBeCloseTo(treated['coupon']! - natural, 12);
    expect(score.value).toBeGreaterThan(0.2);
    await scorers.close();
  });
});

test('what a treatment changes in revenue is learned, judged and told in its unit, and never decides as a probability', async () => {
  const parts = await openModelParts();
  try {
    const random = seededRandom(8);
    const lines = Array.from({ length: 4000 }, () => {
      const [keen, treated] = [random.uniform(), random.integer(2)];
      const spent = 20 + 5 * random.normal() + (treated === 1 ? 10 * keen : 0);
      return [keen.toFixed(4), treated === 1 ? 'coupon' : 'none', spent.toFixed(2)].join();
    });
    const file = join(parts.folder, 'revenue.csv');
    await writeFile(file, ['keen,offer,revenue', ...lines].join('\n'));
    const document: ModelDocument = {
      id: 'revenue',
      title: 'Revenue',
      plugin: 'uplift',
      task: 'uplift',
      label: { column: 'revenue' },
      treatment: { column: 'offer', control: 'none' },
      features: ['keen'],
    };
    const request = { ...parts, document, source: { kind: 'file' as const, file } };
    const { version, report: trained } = await trainModel(request);
    expect(trained.notes.join()).toContain('"revenue" has more than two numbers and is taken as a value');
    const { report, passed } = await evaluateUplift({ ...request, version: version.version });
    const [only] = report.treatments;
    expect(report.outcome).toBe('value');
    expect(only!.effect.lower).toBeGreaterThan(3.5);
    expect(only!.effect.upper).toBeLessThan(6.5);
    expect(only!.contenders[0]!.metrics.qini.lower).toBeGreaterThan(0);
    // The highest tenth gains about 9.5, and is promised so much.
    expect(only!.deciles[0]!.predicted).toBeGreaterThan(7);
    expect(only!.deciles[0]!.uplift.lower).toBeGreaterThan(5);
    expect(passed).toBe(true);
    const why = { by: 'test', reason: 'test', override: 'a test' };
    await expect(parts.registry.promote('revenue', version.version, why)).rejects.toMatchObject({ code: 'BAD_USAGE' });
    const transformed = { ...document, options: { learner: 'class-transformation' } };
    await expect(trainModel({ ...request, document: transformed })).rejects.toThrow(/successes only/);
  } finally {
    await parts.close();
  }
});

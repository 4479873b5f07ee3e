import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aucDifference, aucInterval, calibrationTable, perfectCalibrationError } from './prediction/index.js';
import { bootstrapEstimate, bootstrapSums } from './bootstrap.js';
import { compareUplift, upliftByBin } from './uplift/index.js';
import { effectiveRows, meanOutcome } from './mean-outcome.js';
import { type Estimate } from './interval.js';
import { policyDifference, policyOutcome, policyValue, policyWeights } from './policies/index.js';
import { standardisedDifferences, treatmentBalance } from './populations/index.js';

interface Person {
  readonly score: number;
  readonly other: number;
  readonly treated: number;
  readonly label: number;
  readonly weight: number;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** People of a random test, of scores that tell something. */
const samples = fc.record({ seed: fc.integer({ min: 1, max: 1_000_000 }), times: fc.integer({ min: 2, max: 6 }) });

function drawPeople(seed: number, count = 160): readonly Person[] {
  const uniform = seeded(seed);
  return Array.from({ length: count }, () => {
    const score = Math.round(40 * uniform()) / 40;
    const other = Math.round(40 * uniform()) / 40;
    const treated = Number(uniform() < 0.5);
    return { score, other, treated, label: Number(uniform() < 0.2 + 0.5 * score), weight: 1 + 3 * uniform() };
  });
}

/** What a sample is made of; `clusters` are undefined where every row is a person. */
interface Sample {
  readonly clusters: Uint32Array | undefined;
  readonly of: (part: keyof Person) => Float64Array;
  readonly rows: Uint32Array;
}

function singles(people: readonly Person[]): Sample {
  return {
    clusters: undefined,
    of: (part) => Float64Array.from(people, (person) => person[part]),
    rows: Uint32Array.from(people.keys()),
  };
}

/** Every row so many times, under the same person. */
function repeated(people: readonly Person[], times: number): Sample {
  const each = people.flatMap((person, index) => Array.from({ length: times }, () => ({ person, index })));
  return {
    clusters: Uint32Array.from(each, ({ index }) => index),
    of: (part) => Float64Array.from(each, ({ person }) => person[part]),
    rows: Uint32Array.from(each.keys()),
  };
}

/** Every figure of statistics with an interval or a limit, by its name. */
const FIGURES: Readonly<Record<string, (sample: Sample) => readonly Estimate[]>> = {
  'the uplift metrics and their differences': ({ of, clusters }) =>
    compareUplift(
      [of('score'), of('other')],
      { labels: of('label'), treated: of('treated'), ...(clusters && { clusters }) },
      { uniform: seeded(5), replicates: 60 },
    ).flatMap(({ metrics, firstAhead }) => [...Object.values(metrics), ...Object.values(firstAhead)]),
  'the weighted uplift metrics': ({ of, clusters }) =>
    compareUplift(
      [of('score')],
      { labels: of('label'), treated: of('treated'), weights: of('weight'), ...(clusters && { clusters }) },
      { uniform: seeded(5), replicates: 60 },
    ).flatMap(({ metrics }) => Object.values(metrics)),
  'the uplift of tenths': ({ of, clusters }) =>
    upliftByBin(of('score'), { labels: of('label'), treated: of('treated'), ...(clusters && { clusters }) }, 4).flatMap(
      ({ withTreatment, without, uplift }) => [withTreatment, without, uplift],
    ),
  'what a choice of treatments brings': ({ of, clusters }) => {
    const sample = { labels: of('label'), arms: of('treated'), ...(clusters && { clusters }) };
    const [chosen, all] = [of('score').map((score) => Number(score > 0.5)), of('score').fill(1)];
    return [policyOutcome(chosen, sample), policyDifference(chosen, all, sample)];
  },
  'a share': ({ of, rows, clusters }) => [
    meanOutcome({ labels: of('label'), ...(clusters && { clusters }) }, rows, true),
  ],
  'a weighted share': ({ of, rows, clusters }) => [
    meanOutcome({ labels: of('label'), weights: of('weight'), ...(clusters && { clusters }) }, rows, true),
  ],
  'a weighted mean': ({ of, rows, clusters }) => [
    meanOutcome({ labels: of('score'), weights: of('weight'), ...(clusters && { clusters }) }, rows, false),
  ],
  'bootstrapped sums': ({ of, rows, clusters }) => [
    bootstrapEstimate(
      bootstrapSums({
        columns: [of('label'), of('label').fill(1)],
        clusters: clusters ?? rows,
        uniform: seeded(5),
      }),
      ([sum = 0, count = 1]) => sum / count,
    ),
  ],
  'the value of a policy': ({ of, rows, clusters }) => {
    const log = {
      reward: of('label'),
      propensity: of('label').fill(0.5),
      agreement: of('treated').map((treated) => 0.5 + 0.5 * treated),
      clusters: clusters ?? rows,
    };
    const value = policyValue(log, { uniform: seeded(5), replicates: 60 });
    return value.status === 'estimated' ? [value.ipw, value.snipw] : [];
  },
};

describe('rows that only repeat under the same person', () => {
  for (const [name, figure] of Object.entries(FIGURES)) {
    it(`leave ${name} what it was, and its interval as wide`, () => {
      fc.assert(
        fc.property(samples, ({ seed, times }) => {
          const people = drawPeople(seed);
          const [once, often] = [figure(singles(people)), figure(repeated(people, times))];
          expect(often).toHaveLength(once.length);
          expect(once.length).toBeGreaterThan(0);
          once.forEach(({ value, lower, upper }, index) => {
            expect(often[index]!.value).toBeCloseTo(value, 8);
            expect(often[index]!.lower).toBeCloseTo(lower, 8);
            expect(often[index]!.upper).toBeCloseTo(upper, 8);
          });
        }),
        { numRuns: 12 },
      );
    });
  }

  it('leave the limits of calibration what they were', () => {
    fc.assert(
      fc.property(samples, ({ seed, times }) => {
        const people = drawPeople(seed);
        const [once, often] = [singles(people), repeated(people, times)];
        const limit = ({ of, clusters }: Sample) =>
          perfectCalibrationError(of('score'), seeded(7), 10, clusters && { clusters, labels: of('label') });
        expect(limit(often)).toBeCloseTo(limit(once), 8);
        const bins = calibrationTable(often.of('score'), often.of('label'), 10, often.clusters);
        const alone = calibrationTable(once.of('score'), once.of('label'));
        expect(bins.map(({ effectiveRows: rows }) => Math.round(rows!))).toEqual(alone.map(({ rows }) => rows));
        expect(alone.every((bin) => !('effectiveRows' in bin))).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('are as unsure of AUC, and of whether chance drew the treated, as people are', () => {
    fc.assert(
      fc.property(samples, ({ seed, times }) => {
        const people = drawPeople(seed);
        const [once, often] = [singles(people), repeated(people, times)];
        const width = ({ lower, upper }: Estimate) => upper - lower;
        for (const interval of [
          ({ of, clusters }: Sample) => aucInterval(of('score'), of('label'), clusters),
          ({ of, clusters }: Sample) => aucDifference(of('score'), of('other'), of('label'), clusters),
          ({ of, clusters }: Sample) =>
            treatmentBalance([{ name: 'score', type: 'number', values: of('score') }], of('treated'), clusters)
              .classifier,
        ]) {
          expect(width(interval(often)) / width(interval(once))).toBeGreaterThan(0.85);
        }
        const error = ({ of, clusters }: Sample) =>
          standardisedDifferences(
            [{ name: 'score', type: 'number', values: of('score') }],
            of('treated'),
            undefined,
            clusters,
          )[0]!.error;
        expect(error(often)).toBeCloseTo(error(once), 8);
      }),
      { numRuns: 12 },
    );
  });

  it('weigh in a log of decisions as much as one person does', () => {
    const people = drawPeople(1);
    const once = policyWeights(singles(people).of('weight'));
    const often = policyWeights(repeated(people, 3).of('weight'), repeated(people, 3).clusters);
    expect(often.effectiveSampleSize).toBeCloseTo(once.effectiveSampleSize, 8);
    expect(often.largestShare).toBeCloseTo(once.largestShare, 8);
  });
});

describe('the order of rows', () => {
  it('and the numbers of people change no figure', () => {
    fc.assert(
      fc.property(samples, ({ seed }) => {
        const rows = drawPeople(seed, 240).map((row, index) => ({ ...row, person: index % 100 }));
        const turned = rows.toReversed().map((row) => ({ ...row, person: 99 - row.person }));
        const sampleOf = (of: typeof rows): Sample => ({
          ...singles(of),
          clusters: Uint32Array.from(of, ({ person }) => person),
        });
        for (const figure of Object.values(FIGURES)) {
          const [forwards, backwards] = [figure(sampleOf(rows)), figure(sampleOf(turned))];
          forwards.forEach(({ value, lower, upper }, index) => {
            expect(backwards[index]!.value).toBeCloseTo(value, 8);
            expect(backwards[index]!.lower).toBeCloseTo(lower, 8);
            expect(backwards[index]!.upper).toBeCloseTo(upper, 8);
          });
        }
        const limit = (of: typeof rows) =>
          perfectCalibrationError(singles(of).of('score'), seeded(7), 10, {
            clusters: Uint32Array.from(of, ({ person }) => person),
            labels: singles(of).of('label'),
          });
        expect(limit(turned)).toBeCloseTo(limit(rows), 8);
      }),
      { numRuns: 6, examples: [[{ seed: 4, times: 2 }]] },
    );
  });
});

describe('where every row is a person', () => {
  it('the figures are those of rows, whether people are numbered or not', () => {
    fc.assert(
      fc.property(samples, ({ seed }) => {
        const alone = singles(drawPeople(seed));
        for (const figure of Object.values(FIGURES)) {
          const numbered = figure({ ...alone, clusters: alone.rows });
          figure(alone).forEach(({ lower, upper }, index) => {
            expect(numbered[index]!.lower).toBeCloseTo(lower, 12);
            expect(numbered[index]!.upper).toBeCloseTo(upper, 12);
          });
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('the effective number of rows', () => {
  it('lies between people and rows where rows of a person are alike in part', () => {
    const uniform = seeded(3);
    const labels: number[] = [];
    const clusters: number[] = [];
    for (let person = 0; person < 500; person++) {
      const own = Number(uniform() < 0.4);
      for (let row = 0; row < 4; row++) {
        labels.push(uniform() < 0.6 ? own : Number(uniform() < 0.4));
        clusters.push(person);
      }
    }
    const rows = effectiveRows({ labels, clusters }, Uint32Array.from(labels.keys()));
    // The design effect of 4 rows with a correlation of 0.36 is 1 + 3 × 0.36 = 2.08.
    expect(2000 / rows).toBeGreaterThan(1.8);
    expect(2000 / rows).toBeLessThan(2.4);
  });

  it('is that of rows where rows of a person have nothing to do with each other, or contradict', () => {
    const rows = Uint32Array.from({ length: 100 }, (_, row) => row);
    const labels = rows.map((row) => row % 2);
    expect(effectiveRows({ labels, clusters: rows.map((row) => row >> 1) }, rows)).toBe(100);
  });
});

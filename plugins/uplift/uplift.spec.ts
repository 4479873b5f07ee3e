import { type BaseModel, type BaseScorer, type RawFrame, seededRandom, type TrainingRun, type TrainingSet } from '#sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plugin from './index.js';
import { LEARNERS } from './options.js';
import { writeOutcomes } from './outcomes.js';

/** A base of the mean label of each combination of categories: it needs no crossed columns. */
const base: BaseScorer = {
  input: 'raw',
  train({ frame, label, weight, progress }) {
    const sums: Record<string, [number, number]> = {};
    label.forEach((value, row) => {
      const [sum, rows] = sums[keyOf(frame, row)] ?? [0, 0];
      const own = weight?.[row] ?? 1;
      sums[keyOf(frame, row)] = [sum + own * value, rows + own];
    });
    progress?.(1);
    return Promise.resolve(modelOf(new TextEncoder().encode(JSON.stringify(sums))));
  },
};

function modelOf(bytes: Uint8Array): BaseModel {
  const sums = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, [number, number]>;
  const score = (frame: RawFrame) =>
    Promise.resolve(
      Float64Array.from({ length: frame.rows }, (_, row) => {
        const [sum, rows] = sums[keyOf(frame, row)] ?? [0, 1];
        return sum / rows;
      }),
    );
  return { bytes, score };
}

function keyOf({ columns }: RawFrame, row: number): string {
  return columns.map((column) => (column.type === 'category' ? column.codes[row] : '')).join();
}

const run: TrainingRun = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.resolve(base),
};

/** P(success) by kind of person and arm: the first treatment helps the first kind and harms the second. */
const RATES = [
  [0.2, 0.5, 0.25],
  [0.4, 0.3, 0.7],
] as const;

/** @param shares of the arms, control first */
function people(rows: number, shares: readonly number[]): TrainingSet<RawFrame> {
  const random = seededRandom(8);
  const codes = Int32Array.from({ length: rows }, () => random.integer(2));
  const treatment = Uint8Array.from({ length: rows }, () => {
    const drawn = random.uniform();
    return shares.findIndex((_, arm) => drawn < shares.slice(0, arm + 1).reduce((sum, share) => sum + share, 0));
  });
  const label = Float64Array.from(codes, (kind, row) =>
    Number(random.uniform() < (RATES[kind]?.[treatment[row] ?? 0] ?? 0)),
  );
  const columns = [{ name: 'kind', type: 'category' as const, codes, categories: ['first', 'second'] }];
  return { frame: { kind: 'raw', rows, columns }, task: 'uplift', label, treatment };
}

/** One person of each kind. */
const BOTH: RawFrame = {
  kind: 'raw',
  rows: 2,
  columns: [{ name: 'kind', type: 'category', codes: Int32Array.of(0, 1), categories: ['first', 'second'] }],
};

async function learned(set: TrainingSet<RawFrame>, options: object): Promise<Float64Array> {
  const model = await plugin.train(set, plugin.options.parse(options), run);
  const arms = Math.max(...(set.treatment ?? [])) + 1;
  const out = new Float64Array(2 * arms);
  await plugin.score(model, BOTH, out);
  return out;
}

describe.each(LEARNERS)('learner %s', (learner) => {
  test.each([
    ['equal shares', [0.5, 0.5]],
    ['few controls', [0.15, 0.85]],
  ])('finds the effect on each kind of person: %s', async (_, shares) => {
    const [firstWithout, firstWith, secondWithout, secondWith] = await learned(people(60_000, shares), { learner });
    expect(firstWithout).toBeCloseTo(0.2, 1);
    expect(secondWithout).toBeCloseTo(0.4, 1);
    expect(Math.abs((firstWith ?? NaN) - (firstWithout ?? NaN) - 0.3)).toBeLessThan(0.03);
    expect(Math.abs((secondWith ?? NaN) - (secondWithout ?? NaN) + 0.1)).toBeLessThan(0.03);
  });

  test('of several treatments it finds each one’s effects', async () => {
    const out = await learned(people(60_000, [0.4, 0.3, 0.3]), { learner });
    const effects = [0, 3].flatMap((start) => [1, 2].map((arm) => (out[start + arm] ?? NaN) - (out[start] ?? NaN)));
    [0.3, 0.05, -0.1, 0.3].forEach((expected, index) => {
      expect(Math.abs((effects[index] ?? NaN) - expected)).toBeLessThan(0.04);
    });
  });

  test('a saved model scores as it did, its base models among its bytes', async () => {
    const options = plugin.options.parse({ learner });
    const model = await plugin.train(people(2000, [0.5, 0.5]), options, run);
    const loaded = await plugin.load(plugin.save(model), options, (bytes) => Promise.resolve(modelOf(bytes)));
    const [before, after] = [new Float64Array(4), new Float64Array(4)];
    await plugin.score(model, BOTH, before);
    await plugin.score(loaded, BOTH, after);
    expect(after).toEqual(before);
    expect(plugin.save(loaded)).toEqual(plugin.save(model));
  });

  test('tells how far it is, up to the end', async () => {
    const shares: number[] = [];
    const told = { ...run, progress: (share: number) => shares.push(share) };
    await plugin.train(people(600, [0.4, 0.3, 0.3]), plugin.options.parse({ learner }), told);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
  });
});

test('a dense base gets every feature once more for each treatment', async () => {
  const seen: string[][] = [];
  const dense: BaseScorer = {
    input: 'encoded',
    train(set) {
      seen.push(set.frame.columns.map(({ name }) => name));
      return base.train(set);
    },
  };
  const options = plugin.options.parse({ learner: 's' });
  await plugin.train(people(600, [0.4, 0.3, 0.3]), options, { ...run, base: () => Promise.resolve(dense) });
  expect(seen).toEqual([['kind', 'treatment: ', 'treatment: 1, kind', 'treatment: 2, kind']]);
});

test('shares by design are taken as they are, and must fit the arms', async () => {
  const set = people(600, [0.5, 0.5]);
  const model = await plugin.train(set, plugin.options.parse({ propensity: [0.25, 0.75] }), run);
  expect(model).toMatchObject({ shares: [0.25, 0.75] });
  const three = plugin.options.parse({ propensity: [0.2, 0.4, 0.4] });
  await expect(plugin.train(set, three, run)).rejects.toThrow('3 shares');
});

test('stops between base models when it is cancelled', async () => {
  const signal = AbortSignal.abort();
  const set = people(600, [0.5, 0.5]);
  await expect(plugin.train(set, plugin.options.parse({}), { ...run, signal })).rejects.toThrow();
});

test('outcomes are probabilities, and keep every effect that probabilities can have', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const effect = fc.double({ min: -0.5, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(share, effect, effect, (natural, first, second) => {
      const out = new Float64Array(3);
      const effects = [first, second].map((one) => Float64Array.of(one));
      writeOutcomes({ natural: Float64Array.of(natural), effects }, out);
      const [p0 = NaN, p1 = NaN, p2 = NaN] = out;
      for (const probability of out) expect(probability >= 0 && probability <= 1).toBe(true);
      expect(p1 - p0).toBeCloseTo(first, 12);
      expect(p2 - p0).toBeCloseTo(second, 12);
    }),
  );
});

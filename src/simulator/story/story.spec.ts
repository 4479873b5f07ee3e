import { describe, expect, it } from 'vitest';
import { type SelectorComparison, replayStory, type StorySelector, SELECTORS, type StoryRows } from './story.js';
import { factsOfRows, type SimulatedShop, simulateShop, testedRows, type World } from '../shop/index.js';
import { type StoryMoney, trueOutcome } from './judge.js';

const MONEY: StoryMoney = { margin: 0.3, faceValue: 20, redemptionRate: 0.9, contactCost: 0.05 };

function orders({ history }: SimulatedShop, rows: Int32Array): Float64Array {
  const [column] = factsOfRows(history, rows, ['orders']);
  return column?.type === 'number' ? column.values : new Float64Array(rows.length);
}

/** The story with models that know the probabilities, so that nothing depends on training. */
function tell(world: World, seed: number) {
  const shop = simulateShop({ users: 40_000, seed, world });
  const known = (rows: Int32Array): StoryRows => ({
    rows,
    natural: Float64Array.from(rows, (row) => shop.truth.natural[row]!),
    coupon: Float64Array.from(rows, (row) => shop.truth.withCoupon[row]!),
    baseline: orders(shop, rows),
    profit: Float64Array.from(rows, (row) => trueOutcome(shop, Int32Array.of(row), MONEY).profit),
  });
  const story = replayStory({
    shop,
    money: MONEY,
    validation: known(testedRows(shop, 'validation', 'all')),
    replay: known(testedRows(shop, 'replay', 'last')),
    audience: 0.2,
  });
  const of = (selector: StorySelector): SelectorComparison =>
    story.comparison.find((found) => found.selector === selector)!;
  return { shop, story, of };
}

const seeds = [1, 2, 3];
const persuadables = seeds.map((seed) => tell('persuadables', seed));
const everyone = seeds.map((seed) => tell('everyone-responds', seed));

describe('the replay', () => {
  it('compares all selectors at equal audience size', () => {
    for (const { shop, story } of persuadables) {
      const size = Math.round(0.2 * testedRows(shop, 'replay', 'last').length);
      expect(story.comparison.map(({ selector }) => selector)).toEqual([...SELECTORS]);
      expect(new Set(story.comparison.map(({ audience }) => audience))).toEqual(new Set([size]));
    }
  });

  it('has no selector that earns more in truth than the oracle', () => {
    for (const { story, of } of [...persuadables, ...everyone]) {
      for (const { truth } of story.comparison) expect(truth.profit).toBeLessThanOrEqual(of('oracle').truth.profit);
    }
  });

  it('measures what is true: the interval covers the true ROI nearly always', () => {
    const all = [...persuadables, ...everyone].flatMap(({ story }) => story.comparison);
    const covered = all.filter(({ roiInterval: [lower, upper], truth }) => lower <= truth.roi && truth.roi <= upper);
    expect(covered.length / all.length).toBeGreaterThan(0.85);
  });

  it('tries zero, and chooses the most profitable share on the validation customers', () => {
    for (const { story } of [...persuadables, ...everyone]) {
      const best = Math.max(...story.leaveOutCurve.map(({ profit }) => profit));
      expect(story.leaveOutCurve[0]!.share).toBe(0);
      expect(story.leaveOutCurve.find(({ share }) => share === story.leaveOut)!.profit).toBe(best);
    }
  });

  it('gains by leaving out sure things, in ROI and in profit', () => {
    for (const { story, of } of persuadables) {
      expect(story.leaveOut).toBeGreaterThan(0);
      expect(of('two-model').truth.roi).toBeGreaterThan(of('one-model').truth.roi);
      expect(of('two-model').truth.profit).toBeGreaterThan(of('one-model').truth.profit);
    }
  });

  it('gains nothing by it where everyone responds alike', () => {
    for (const { story, of } of everyone) {
      expect(of('two-model').truth.profit).toBeLessThanOrEqual(of('one-model').truth.profit);
      if (story.leaveOut === 0) expect({ ...of('two-model'), selector: 'one-model' }).toEqual(of('one-model'));
    }
  });
});

describe('the rows of the parts', () => {
  it('are replayed from the last campaign only, all of them drawn at random', () => {
    const shop: SimulatedShop = persuadables[0]!.shop;
    const rows = testedRows(shop, 'replay', 'last');
    expect(new Set(Array.from(rows, (row) => shop.history.campaign[row]))).toEqual(new Set([2]));
    const treated = rows.filter((row) => shop.history.treated[row] === 1).length;
    expect(treated / rows.length).toBeCloseTo(0.5, 1);
  });
});

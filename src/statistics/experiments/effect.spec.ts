import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoments, type ArmEffect, armEffect, type MetricShape, type Moments, momentsOf } from './index.js';

/** Almost that. */
const close = (value: number, digits = 5) => expect.closeTo(value, digits) as number;

const RELATIVE = { scale: 'relative', level: 0.95 } as const;

/** One variable. */
function one(people: number, sum: number, squares = sum): Moments {
  return { people, sums: [sum], products: [[squares]] };
}

function estimated(effect: ArmEffect): Extract<ArmEffect, { status: 'estimated' }> {
  if (effect.status === 'unknown') throw new Error(effect.reason);
  return effect;
}

/** Arms of a published ratio with what was known before (gbstats, tests/test_gbstats.py), in the order of the moments. */
const [RATIO_CONTROL, RATIO_TREATMENT] = [
  {
    people: 100,
    sums: [485.112236689623, 679.9093275844917, 192.59138069991536, 290.1398399750233],
    products: [
      [2715.484666118136, 3602.146836776702, 1113.6215759318352, 1559.2878434944676],
      [3602.146836776702, 4939.424001640236, 1460.3181079276983, 2130.9404074446747],
      [1113.6215759318352, 1460.3181079276983, 460.076026390857, 634.239482353647],
      [1559.2878434944676, 2130.9404074446747, 634.239482353647, 920.9461385038898],
    ],
  },
  {
    people: 100,
    sums: [514.7757826608777, 705.4090874383759, 206.94157227402536, 302.54389139107326],
    products: [
      [2994.897482705013, 3918.1561431600717, 1237.0953021125997, 1701.0287270040265],
      [3918.1561431600717, 5291.36604146392, 1604.0759503266522, 2292.081739775257],
      [1237.0953021125997, 1604.0759503266522, 514.2903702246757, 698.4173425817908],
      [1701.0287270040265, 2292.081739775257, 698.4173425817908, 994.4506208125663],
    ],
  },
] as const satisfies readonly [Moments, Moments];

// Figures published with gbstats (tests/frequentist/test_tests.py and tests/test_gbstats.py).
describe('published effects', () => {
  const [control, treatment] = [one(3407, 1396.87, 52377.9767), one(3461, 2422.7, 134698.29)];
  const mean: MetricShape = { kind: 'mean', adjusted: false };

  it('of means: relative and absolute, by Welch', () => {
    const relative = estimated(armEffect(control, treatment, mean, RELATIVE));
    expect(relative.effect).toMatchObject({
      value: close(0.70732),
      lower: close(-0.03526),
      upper: close(1.44989),
    });
    expect(relative.pValue).toBeCloseTo(0.06191, 5);
    const absolute = estimated(armEffect(control, treatment, mean, { scale: 'absolute', level: 0.95 }));
    expect(absolute.effect).toMatchObject({ lower: close(0.04538), upper: close(0.53462) });
    expect(absolute.pValue).toBeCloseTo(0.02016, 5);
  });

  it('of proportions: at one look, and where it may be looked at', () => {
    const proportion: MetricShape = { kind: 'proportion', adjusted: false };
    const few = estimated(armEffect(one(28, 14), one(30, 16), proportion, RELATIVE));
    expect(few.effect).toMatchObject({ lower: close(-0.47767), upper: close(0.61101) });
    expect(few.pValue).toBeCloseTo(0.80707, 5);
    const peeking = { ...RELATIVE, peeking: { tightestAt: 5000 } };
    expect(estimated(armEffect(one(3000, 1396), one(3461, 2422), proportion, peeking)).effect).toMatchObject({
      value: close(0.50386),
      lower: close(0.40098),
      upper: close(0.60675),
    });
  });

  it('of a mean adjusted by what was known before (CUPED)', () => {
    const arms: readonly [Moments, Moments] = [
      { people: 3001, sums: [300, 210], products: [[600, -20], [-20, 415]] }, // prettier-ignore
      { people: 3000, sums: [222, 120], products: [[555, -10], [-10, 405]] }, // prettier-ignore
    ];
    const { effect, pValue } = estimated(armEffect(...arms, { kind: 'mean', adjusted: true }, RELATIVE));
    expect(effect.value).toBeCloseTo(-0.281707154, 9);
    expect(pValue).toBeCloseTo(0.003732549, 9);
  });

  it('of a ratio adjusted by what was known before', () => {
    const shape: MetricShape = { kind: 'ratio', adjusted: true };
    const { effect, pValue } = estimated(armEffect(RATIO_CONTROL, RATIO_TREATMENT, shape, RELATIVE));
    expect(effect).toMatchObject({
      value: close(-0.000701483, 9),
      lower: close(-0.00841),
      upper: close(0.007),
    });
    expect(pValue).toBeCloseTo(0.857710405, 9);
    const peeking = { ...RELATIVE, peeking: { tightestAt: 5000 } };
    expect(estimated(armEffect(RATIO_CONTROL, RATIO_TREATMENT, shape, peeking)).effect).toMatchObject({
      lower: close(-0.02063),
      upper: close(0.01923),
    });
  });
});

describe('an effect', () => {
  it('is unknown rather than a number from too little', () => {
    const shape: MetricShape = { kind: 'mean', adjusted: false };
    const reasonOf = (effect: ArmEffect) => (effect.status === 'unknown' ? effect.reason : null);
    expect(reasonOf(armEffect(one(1, 1), one(9, 3), shape, RELATIVE))).toBe('FEWER_THAN_TWO_PEOPLE');
    expect(reasonOf(armEffect(one(9, 0), one(9, 3), shape, RELATIVE))).toBe('BASE_OF_ZERO');
    expect(reasonOf(armEffect(one(9, 9), one(9, 9), shape, RELATIVE))).toBe('NO_VARIANCE');
    const nothing: Moments = { people: 9, sums: [3, 0], products: [[3, 0], [0, 0]] }; // prettier-ignore
    expect(reasonOf(armEffect(nothing, nothing, { kind: 'ratio', adjusted: false }, RELATIVE))).toBe('BASE_OF_ZERO');
  });

  it('is the same whichever way the people were added up', () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 3,
      maxLength: 40,
    });
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 0, max: 40 }), (control, treatment, cut) => {
        const momentsOfRows = (rows: readonly (readonly [number, number])[]) =>
          momentsOf([rows.map(([value]) => value), rows.map(([, base]) => base)]);
        const parts = addMoments(momentsOfRows(treatment.slice(0, cut)), momentsOfRows(treatment.slice(cut)));
        const shape: MetricShape = { kind: 'ratio', adjusted: false };
        const whole = armEffect(momentsOfRows(control), momentsOfRows(treatment), shape, RELATIVE);
        expect(armEffect(momentsOfRows(control), parts, shape, RELATIVE)).toEqual(whole);
      }),
    );
  });

  it('has by an adjustment the share less variance that the correlation squared says', () => {
    const rows = Array.from({ length: 400 }, (_, row) => [((row * 37) % 101) + ((row * 17) % 29), (row * 37) % 101]);
    const column = (from: number, of: number) => rows.slice(from, from + 200).map((row) => row[of]!);
    const arm = (from: number) => momentsOf([column(from, 0), column(from, 1)]);
    const { varianceReduction } = estimated(armEffect(arm(0), arm(200), { kind: 'mean', adjusted: true }, RELATIVE));
    const all = momentsOf([0, 1].map((of) => rows.map((row) => row[of]!)));
    const covariance = (x: number, y: number) => all.products[x]![y]! / 400 - (all.sums[x]! * all.sums[y]!) / 400 ** 2;
    expect(varianceReduction).toBeCloseTo(covariance(0, 1) ** 2 / (covariance(0, 0) * covariance(1, 1)), 2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { type Contributions } from '#strata/scoring';
import { effectsOf, effectWords, scoreWords } from './effects.js';
import { fewerBins } from './fewer-bins.js';
import { type ColumnForms } from '../../datasets/index.js';
import { type EffectCurve } from './model-explanation.js';
import { rangeWords } from './value-words.js';
import { restWords, scoreReasons, verdictWords } from './reasons.js';

const logit = (p: number) => Math.log(p / (1 - p));
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Contributions to a probability: whatever the parts are, they add up to its logit. */
const contributions = fc
  .record({
    base: fc.double({ min: -4, max: 4, noNaN: true }),
    parts: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ base, parts }): Contributions => ({
    link: 'logit',
    base,
    score: 1 / (1 + Math.exp(-base - sum(parts))),
    parts: parts.map((part, index) => ({ feature: `f${index}`, value: index, part })),
  }));

describe('effects', () => {
  it('add up from the average person to the score', () => {
    fc.assert(
      fc.property(contributions, (given) => {
        const { base, effects, score, unit } = effectsOf(given, 'binary');
        expect(unit).toBe('points');
        expect(base).toBeCloseTo(1 / (1 + Math.exp(-given.base)), 12);
        expect(base + sum(effects)).toBeCloseTo(score, 9);
      }),
    );
  });

  it('keep the signs and the relations of the parts', () => {
    fc.assert(
      fc.property(contributions, (given) => {
        const { effects } = effectsOf(given, 'binary');
        const [first = 0] = effects;
        const own = given.parts[0]!.part;
        given.parts.forEach(({ part }, index) => {
          expect(effects[index]! * own).toBeCloseTo(first * part, 9);
          if (Math.abs(part) > 1e-6) expect(effects[index]! * part).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('have the slope of the probability where nothing speaks for or against', () => {
    const parts = [0.5, -0.5].map((part, index) => ({ feature: `f${index}`, value: 1, part }));
    const { effects } = effectsOf({ link: 'logit', base: logit(0.2), score: 0.2, parts }, 'binary');
    expect([...effects].map((effect) => effect.toFixed(6))).toEqual(['0.080000', '-0.080000']);
  });

  it('of values and of the difference that an offer makes are the parts', () => {
    const given: Contributions = { link: 'identity', base: 3, score: 5, parts: [{ feature: 'f', value: 1, part: 2 }] };
    expect(effectsOf(given, 'regression')).toMatchObject({ unit: 'value', base: 3, score: 5 });
    expect(effectsOf({ ...given, base: 0.01, score: 0.03 }, 'uplift')).toMatchObject({ unit: 'points', base: 0.01 });
    expect([...effectsOf(given, 'regression').effects]).toEqual([2]);
  });

  it.each([
    [-0.1234, 'points', '−12 points'],
    [0.0312, 'points', '+3.1 points'],
    [0.01, 'points', '+1 point'],
    [0.00412, 'points', '+0.4 points'],
    [0, 'points', '±0 points'],
    [14.567, 'value', '+14.6'],
    [-1234.5, 'value', '−1,230'],
  ] as const)('of %d (%s) are called %s', (effect, unit, words) => {
    expect(effectWords(effect, unit)).toBe(words);
  });

  it('scores are called percent or by their value', () => {
    expect(scoreWords(0.1584, 'points')).toBe('15.8 %');
    expect(scoreWords(412.49, 'value')).toBe('412.5');
  });
});

const FACTS: FactCatalogue = {
  lastOpened: {
    type: 'number',
    unit: 'days',
    from: { events: { name: 'message_opened', measure: 'daysSinceLast' } },
    words: 'days since the last opened message',
  },
  daysSinceLastOrder: {
    type: 'number',
    unit: 'days',
    from: { events: { name: 'order_placed', measure: 'daysSinceLast' } },
    words: 'days since the last order',
  },
  orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  gender: { type: 'string', from: { profile: 'gender' }, words: 'gender' },
  newsletter: { type: 'boolean', from: { profile: 'newsletter' }, words: 'subscribed to the newsletter' },
  joined: { type: 'date', from: { profile: 'joined' }, words: 'registration date' },
  spend: {
    type: 'number',
    unit: 'money',
    from: { events: { name: 'order_placed', measure: 'sum', property: 'amount' } },
    words: 'spend in 90 days',
  },
};

function words(feature: string, value: number | string | null): string {
  const given: Contributions = { link: 'identity', base: 0, score: 0.03, parts: [{ feature, value, part: 0.03 }] };
  return scoreReasons(given, { task: 'uplift', facts: FACTS }).reasons[0]!.words;
}

describe('reasons', () => {
  it.each([
    ['lastOpened', 40, 'has not opened a message for 40 days: +3 points'],
    ['daysSinceLastOrder', 212, 'has not ordered for 212 days: +3 points'],
    ['daysSinceLastOrder', 0, '0 days since the last order: +3 points'],
    ['orders', 3, 'has 3 orders: +3 points'],
    ['orders', 0, 'has no orders: +3 points'],
    ['city', 'Shanghai', 'lives in Shanghai: +3 points'],
    ['gender', 'female', 'gender female: +3 points'],
    ['newsletter', 1, 'subscribed to the newsletter: +3 points'],
    ['newsletter', 0, 'not subscribed to the newsletter: +3 points'],
    ['joined', Date.parse('2026-01-05'), 'registration date 2026-01-05: +3 points'],
    ['spend', 12.34567, 'spend in 90 days 12.35: +3 points'],
    ['spend', null, 'spend in 90 days unknown: +3 points'],
    ['Lead Source', 'Google', 'Lead Source is Google: +3 points'],
    ['Lead Source', null, 'Lead Source is missing: +3 points'],
  ])('say %s %j as a marketer would', (feature, value, expected) => {
    expect(words(feature, value)).toBe(expected);
  });

  it.each([
    ['PaperlessBilling', 0, 'PaperlessBilling is No: +3 points'],
    ['PaperlessBilling', 1, 'PaperlessBilling is Yes: +3 points'],
    ['PaperlessBilling', null, 'PaperlessBilling is missing: +3 points'],
    ['newsletter', 0, 'not subscribed to the newsletter: +3 points'],
    ['gender', 1, 'gender yes: +3 points'],
    ['TotalCharges', 6097.21, 'TotalCharges is 6,097: +3 points'],
    ['YearBuilt', 2003, 'YearBuilt is 2003: +3 points'],
  ])('say %s %j with the words of the file that it was trained on', (feature, value, expected) => {
    const columns: ColumnForms = {
      PaperlessBilling: { kind: 'boolean', answers: { yes: 'Yes', no: 'No' } },
      newsletter: { kind: 'boolean', answers: { yes: 'true', no: 'false' } },
      // As versions keep it that were trained before the words were kept.
      gender: { kind: 'boolean' },
      TotalCharges: { kind: 'number' },
    };
    const given: Contributions = { link: 'identity', base: 0, score: 0.03, parts: [{ feature, value, part: 0.03 }] };
    expect(scoreReasons(given, { task: 'uplift', facts: FACTS, columns }).reasons[0]!.words).toBe(expected);
  });

  it('name the values of a curve with the words of the file', () => {
    const naming = { feature: 'PaperlessBilling', whole: true, facts: {} };
    const columns: ColumnForms = { PaperlessBilling: { kind: 'boolean', answers: { yes: 'Yes', no: 'No' } } };
    const said = [
      { from: null, to: 0 },
      { from: 0, to: null },
    ].map((range) => rangeWords({ kind: 'range', ...range }, { ...naming, columns }));
    expect(said).toEqual(['No', 'Yes']);
    expect(rangeWords({ kind: 'range', from: 2799, to: null }, { ...naming, columns: {} })).toBe('2,800 or more');
  });

  it('are the strongest, the others are summed, and all add up', () => {
    fc.assert(
      fc.property(contributions, fc.integer({ min: 1, max: 6 }), (given, top) => {
        const { base, reasons, rest, score } = scoreReasons(given, { task: 'binary', facts: {}, top });
        expect(reasons).toHaveLength(Math.min(top, given.parts.length));
        expect(rest.features).toBe(given.parts.length - reasons.length);
        expect(base + sum(reasons.map(({ effect }) => effect)) + rest.effect).toBeCloseTo(score, 9);
        const sizes = reasons.map(({ effect }) => Math.abs(effect));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }),
    );
  });

  it('open with what is explained', () => {
    expect(verdictWords({ of: 'score', unit: 'points', score: 0.144, base: 0.0186 })).toBe(
      'says 14.4 % (the average person: 1.86 %)',
    );
    expect(verdictWords({ of: 'effect', unit: 'points', score: 0.03, base: -0.01 })).toBe(
      'says that the best offer does +3 points (the average person: −1 point)',
    );
  });

  it('name how many others there are', () => {
    expect(restWords({ unit: 'points', rest: { features: 3, effect: -0.07 } })).toBe('3 other facts: −7 points');
    expect(restWords({ unit: 'points', rest: { features: 1, effect: 0.01 } })).toBe('1 other fact: +1 point');
    expect(restWords({ unit: 'points', rest: { features: 0, effect: 0 } })).toBeNull();
  });

  it('say how uncertain sampled parts are, in points', () => {
    const parts = [{ feature: 'f', value: 1, part: 0.4 }];
    const given: Contributions = {
      link: 'logit',
      base: 0,
      score: 1 / (1 + Math.exp(-0.4)),
      parts,
      standardError: 0.02,
    };
    expect(scoreReasons(given, { task: 'binary', facts: {} }).standardError).toBeCloseTo(0.02 * 0.247, 4);
  });
});

describe('a curve with fewer bins', () => {
  const bins = fc.array(
    fc.record({
      effect: fc.double({ min: -1, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('covers the same values with the same mean effect, in order, and keeps missing values apart', () => {
    fc.assert(
      fc.property(bins, fc.integer({ min: 2, max: 12 }), (given, most) => {
        const last = given.length - 1;
        const curve: EffectCurve = {
          feature: 'age',
          words: 'age',
          band: 'error',
          whole: true,
          bins: [
            ...given.map((bin, index) => ({
              ...bin,
              values: {
                kind: 'range' as const,
                from: index === 0 ? null : index,
                to: index === last ? null : index + 1,
              },
              words: String(index),
              low: bin.effect,
              high: bin.effect,
            })),
            { values: { kind: 'missing' }, words: 'missing', effect: 0.5, low: 0, high: 1, weight: 0.1 },
          ],
        };
        const fewer = fewerBins(curve, most);
        expect(fewer.length).toBeLessThanOrEqual(Math.max(2, most));
        expect(fewer.at(-1)?.values).toEqual({ kind: 'missing' });
        const mean = (some: EffectCurve['bins']) => sum(some.map(({ effect, weight }) => effect * weight));
        expect(mean(fewer)).toBeCloseTo(mean(curve.bins), 9);
        expect(sum(fewer.map(({ weight }) => weight))).toBeCloseTo(sum(curve.bins.map(({ weight }) => weight)), 9);
        fewer.slice(1, -1).forEach(({ values }, index) => {
          const before = fewer[index]!.values;
          expect(values.kind === 'range' && before.kind === 'range' && values.from === before.to).toBe(true);
        });
      }),
    );
  });
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExperimentArm } from '../index.js';
import { drawsOf } from './draws.js';

/** The first 52 bits of SHA-256, as another implementation reads them. */
function placeOf(text: string): number {
  return Number(createHash('sha256').update(text).digest().readBigUInt64BE(0) >> 12n) / 2 ** 52;
}

const halves: readonly ExperimentArm[] = [
  { id: 'a', share: 0.5, by: 'model' },
  { id: 'b', share: 0.5, by: 'baseline' },
];

const thirds = [0.5, 0.4, 0.1].map((share, n) => ({ id: `a${n}`, share, by: 'model' as const }));

describe('who is in which arm, and who is held out', () => {
  test('goes by the first 52 bits of SHA-256 of seed:purpose:id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seed, id) => {
        const draws = drawsOf({ seed, holdout: 0.5, arms: halves });
        expect(draws.armOf(id)).toBe(placeOf(`${seed}:arm:${id}`) < 0.5 ? 0 : 1);
        expect(draws.isHeldOut(id)).toBe(placeOf(`${seed}:holdout:${id}`) < 0.5);
      }),
    );
  });

  test('is uniform, and the one tells nothing of the other', () => {
    const users = 20_000;
    const quarters = Array.from({ length: 4 }, (_, n) => ({ id: `q${n}`, share: 0.25, by: 'model' as const }));
    const cells = new Array<number>(8).fill(0);
    const draws = drawsOf({ seed: 'seed', holdout: 0.5, arms: quarters });
    for (let i = 0; i < users; i++) cells[draws.armOf(`user-${i}`) * 2 + Number(draws.isHeldOut(`user-${i}`))]! += 1;
    const chiSquare = cells.reduce((sum, count) => sum + (count - users / 8) ** 2 / (users / 8), 0);
    expect(chiSquare).toBeLessThan(24.3); // 99.9 % of χ² with 7 degrees of freedom
  });

  test('the short form draws the same people as the list that it stands for, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.string(), fc.string(), (model, seed, id) => {
        const baseline = 1 - model;
        const list = drawsOf({
          seed,
          arms: [
            { id: 'model', share: model, by: 'model' },
            { id: 'baseline', share: baseline, by: 'baseline' },
          ],
        });
        const short = drawsOf({ seed, arms: { baseline, model } });
        expect(short.arms).toEqual(list.arms);
        expect(short.armOf(id)).toBe(list.armOf(id));
        expect(short.arms[short.armOf(id)]?.by).toBe(placeOf(`${seed}:arm:${id}`) < model ? 'model' : 'baseline');
      }),
    );
  });

  test('an arm without a share gets nobody, wherever it stands', () => {
    const arms = [0, 0.1, 0.2, 0.7, 0].map((share, n) => ({ id: `a${n}`, share, by: 'model' as const }));
    const draws = drawsOf({ seed: 's', arms });
    const drawn = new Set(Array.from({ length: 2_000 }, (_, i) => draws.armOf(`user-${i}`)));
    expect([...drawn].sort()).toEqual([1, 2, 3]);
  });

  test('without arms nobody is drawn', () => {
    expect(drawsOf(undefined).armOf('anybody')).toBe(-1);
    expect(drawsOf({ seed: 's', holdout: 0 }).isHeldOut('anybody')).toBe(false);
  });

  test('a ramp moves nobody: whoever takes part before a step does so in the same arm after it', () => {
    const steps = [0, 0.1, 0.25, 0.5, 1].map((coverage) => drawsOf({ seed: 's', arms: thirds, coverage }));
    for (let i = 0; i < 2_000; i++) {
      const places = steps.map((draws) => draws.armOf(`user-${i}`));
      const first = places.findIndex((place) => place !== -1);
      expect(new Set(places.slice(first)).size).toBe(1);
      expect(places[0]).toBe(-1);
    }
  });

  test('each arm of a ramp has its share of those who take part', () => {
    const draws = drawsOf({ seed: 's', arms: thirds, coverage: 0.4 });
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[draws.armOf(`user-${i}`) + 1]! += 1;
    expect(counts.map((count) => Math.round(count / 400))).toEqual([30, 10, 8, 2]);
  });

  test('experiments of a namespace share nobody, and its place tells nothing of the arm', () => {
    const parts = [
      { id: 'n', from: 0, to: 0.5 },
      { id: 'n', from: 0.5, to: 1 },
    ].map((namespace, index) => drawsOf({ seed: `s${index}`, arms: thirds, namespace }));
    fc.assert(
      fc.property(fc.string(), (id) => {
        const takesPart = parts.map((draws) => draws.armOf(id) !== -1);
        expect(takesPart).toEqual([placeOf(`n:namespace:${id}`) < 0.5, placeOf(`n:namespace:${id}`) >= 0.5]);
      }),
    );
  });

  test('a phase draws the arms anew, and holds the same people out', () => {
    const [first, second] = [1, 2].map((phase) => drawsOf({ seed: 's', holdout: 0.5, arms: halves, phase }));
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(second!.armOf(id)).toBe(placeOf(`s/2:arm:${id}`) < 0.5 ? 0 : 1);
        expect(second!.isHeldOut(id)).toBe(first!.isHeldOut(id));
      }),
    );
  });

  test('says who decides for those who take no part, and which part of the limits is theirs', () => {
    const of = (otherwise?: 'none' | 'model' | 'baseline') =>
      drawsOf({ seed: 's', arms: halves, coverage: 0.5, ...(otherwise === undefined ? {} : { otherwise }) });
    expect([of(), of('model'), of('baseline')].map((draws) => draws.wayOf(-1))).toEqual([null, 'model', 'baseline']);
    expect([0, 1, -1].map((arm) => of('baseline').limitShare(arm))).toEqual([0.25, 0.25, 0.5]);
    expect([0, 1, -1].map((arm) => of().limitShare(arm))).toEqual([0.5, 0.5, 0]);
  });
});

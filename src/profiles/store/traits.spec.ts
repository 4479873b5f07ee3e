import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesOf, mergeTraits, traitsAt, traitsFromJson, traitsToJson } from './traits.js';

const said = fc
  .tuple(fc.nat(3), fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer({ min: 0, max: 2 }))))
  .map(([at, values]) => traitsAt(at, values));
const asJson = (traits: Parameters<typeof traitsToJson>[0]) => JSON.stringify(traitsToJson(traits));

describe('traits', () => {
  it('come to the same whatever the order, the grouping and the repetitions in which they are merged', () => {
    fc.assert(
      fc.property(said, said, said, (x, y, z) => {
        const all = asJson(mergeTraits([x, y, z]));
        expect(asJson(mergeTraits([z, mergeTraits([y, x]), y, x]))).toBe(all);
        expect(asJson(mergeTraits([mergeTraits([x, z]), mergeTraits([x, y])]))).toBe(all);
      }),
    );
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(said), (all) => {
        const traits = mergeTraits(all);
        expect(traitsFromJson(JSON.stringify(traitsToJson(traits)))).toEqual(traits);
      }),
    );
  });

  it('that were taken away are no attributes until they are said again', () => {
    const gone = mergeTraits([traitsAt(1, { city: 'Rome', age: 3 }), traitsAt(2, { city: null })]);
    expect(attributesOf(gone)).toEqual({ age: 3 });
    expect(attributesOf(mergeTraits([gone, traitsAt(3, { city: 'Oslo' })]))).toEqual({ age: 3, city: 'Oslo' });
  });
});

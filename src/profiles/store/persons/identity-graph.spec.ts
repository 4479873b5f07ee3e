import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personsOf } from './identity-graph.js';

const claims = (...all: readonly (readonly [string, string, number])[]) =>
  new Map(all.map(([id, claimed, at]) => [id, { claimed, at }]));

describe('the person of an id', () => {
  it('is where its claims lead to in the end', () => {
    const persons = personsOf(claims(['a', 'b', 1], ['b', 'c', 2], ['d', 'c', 3]));
    expect(Object.fromEntries(persons)).toEqual({ a: 'c', b: 'c', c: 'c', d: 'c' });
  });

  it('is, in a circle, the id whose claim is the latest', () => {
    const persons = personsOf(claims(['a', 'b', 1], ['b', 'c', 3], ['c', 'a', 2], ['tail', 'a', 9]));
    expect(Object.fromEntries(persons)).toEqual({ a: 'b', b: 'b', c: 'b', tail: 'b' });
  });

  it('does not depend on the order of the claims, and is the person of each id on the way', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const entries = fc.uniqueArray(fc.tuple(id, id, fc.nat(3)), { selector: ([from]) => from });
    fc.assert(
      fc.property(entries, (all) => {
        const persons = personsOf(claims(...all));
        expect(personsOf(claims(...all.toReversed()))).toEqual(persons);
        for (const [from, into] of all) expect(persons.get(from)).toBe(persons.get(into));
      }),
    );
  });
});

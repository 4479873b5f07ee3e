import { expect, it } from 'vitest';
import { type ReleaseDocuments } from '#strata/engine';
import { compareReleases } from './compare-releases.js';

const release = (change: Partial<ReleaseDocuments>): ReleaseDocuments => {
  return { facts: {}, segments: [], models: [], strategies: [], ...change };
};
const segment = (id: string, title = id) => ({ id, title, condition: { all: [] } });
const city = { type: 'string', from: { profile: 'city' }, words: 'city' } as const;

it('tells what appears, changes and disappears, whatever the order of keys and documents', () => {
  const before = release({ facts: { city }, segments: [segment('a'), segment('b')], shop: { currency: 'EUR' } });
  const after = release({
    facts: { city: { words: 'city', from: { profile: 'city' }, type: 'string' } },
    segments: [segment('c'), segment('b', 'Other')],
  });
  expect(compareReleases(before, after)).toEqual({
    appear: ['segments/c'],
    change: ['segments/b'],
    disappear: ['shop', 'segments/a'],
  });
  expect(compareReleases(null, before).appear).toEqual(['shop', 'facts/city', 'segments/a', 'segments/b']);
  expect(compareReleases(before, before)).toEqual({ appear: [], change: [], disappear: [] });
});

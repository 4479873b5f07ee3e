import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf, isSame, merge } from '../../web/src/rules/changes/differences.js';
import { lineChanges } from '../../web/src/rules/changes/line-changes.js';
import { withAskedChange } from '../../web/src/rules/document/asked-change.js';
import { pageOf } from '../../web/src/rules/place-of.js';

const value = fc.jsonValue({ maxDepth: 3 });
const members = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value, { maxKeys: 4 });
const RUNS = { numRuns: 200 };

describe('what differs between two documents', () => {
  it('is nothing between a document and itself, and something between any others', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(differencesOf(one, one)).toEqual([]);
        expect(differencesOf(one, other).length === 0).toBe(isSame(one, other));
      }),
      RUNS,
    );
  });

  it('is told member by member, and in lists by id', () => {
    const offers = [
      { id: 'coupon', faceValue: 20 },
      { id: 'gift', faceValue: 5 },
    ];
    const before = { title: 'Old', limits: { budget: 100 }, offers };
    const after = { title: 'New', limits: {}, offers: [offers[1], { ...offers[0], faceValue: 25 }] };
    expect(differencesOf(before, after)).toEqual([
      { place: ['title'], before: 'Old', after: 'New' },
      { place: ['limits', 'budget'], before: 100, after: undefined },
      { place: ['offers', 'coupon', 'faceValue'], before: 20, after: 25 },
    ]);
    expect(differencesOf({ offers }, { offers: offers.toReversed() })).toMatchObject([{ place: ['offers'] }]);
  });

  it('stands in lines that give both texts back', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineChanges(before, after);
        const without = (kind: string) => lines.flatMap((line) => (line.kind === kind ? [] : [line.text])).join('\n');
        expect([without('new'), without('gone')]).toEqual([before, after]);
      }),
      RUNS,
    );
  });
});

describe('changes of two people to one document', () => {
  it('are both kept where they do not meet, whoever was first', () => {
    fc.assert(
      fc.property(members, members, members, (base, mine, theirs) => {
        expect(merge(base, mine, base)).toEqual({ document: mine, conflicts: [] });
        expect(merge(base, base, theirs)).toEqual({ document: theirs, conflicts: [] });
        const { document, conflicts } = merge(base, mine, theirs);
        if (conflicts.length === 0) expect(isSame(merge(base, theirs, mine).document, document)).toBe(true);
      }),
      RUNS,
    );
  });

  it('are told where they meet, and mine stands', () => {
    const base = { title: 'Old', limits: { budget: 100, audience: 5 } };
    const mine = { title: 'Mine', limits: { budget: 200, audience: 5 } };
    const theirs = { title: 'Theirs', limits: { budget: 100, audience: 6 } };
    expect(merge(base, mine, theirs)).toEqual({
      document: { title: 'Mine', limits: { budget: 200, audience: 6 } },
      conflicts: [{ place: ['title'], before: 'Theirs', after: 'Mine' }],
    });
  });

  it('are of lists what only one of the two has', () => {
    const [kept, one, other] = ['orders', 'spend', 'visits'].map((fact) => ({ fact, op: 'gte', value: 1 }));
    const merged = (mine: readonly unknown[], theirs: readonly unknown[]) =>
      merge({ all: [kept] }, { all: mine }, { all: theirs });
    expect(merged([kept, one], [kept, other])).toEqual({
      document: { all: [kept, one] },
      conflicts: [{ place: ['all'], before: [other], after: [one] }],
    });
    expect(merged([one, other], [other, one]).conflicts).toEqual([
      { place: ['all'], before: [other, one], after: [one, other] },
    ]);
  });
});

describe('addresses', () => {
  it('may ask for a change of one value, and of nothing that is not there', () => {
    const document = { predictive: { when: { all: [{ value: 0.9 }] } }, title: 'x' };
    expect(withAskedChange(document, '/predictive/when/all/0/value=0.65')).toMatchObject({
      predictive: { when: { all: [{ value: 0.65 }] } },
    });
    expect(withAskedChange(document, '/title=a=b')).toMatchObject({ title: 'a=b' });
    for (const change of ['/predictive/when/any/0/value=1', '/nothing=1', 'title=1', '/title']) {
      expect(withAskedChange(document, change)).toEqual(document);
    }
  });

  it('are those of the page where a subject is mended', () => {
    expect(pageOf('strategy:win-back-coupon')).toBe('/rules/strategies/win-back-coupon');
    expect(pageOf('segments/vip')).toBe('/rules/segments/vip');
    expect(pageOf('train:churn')).toBe('/models/churn');
    expect(pageOf('person:3f')).toBeNull();
    expect(pageOf('constructor')).toBeNull();
  });
});

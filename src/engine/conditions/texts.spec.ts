import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition } from '../index.js';
import { foldCase, unfolded } from './values/case-folding.js';
import { compileCondition } from './compile.js';

function holds(operator: string, value: unknown, x: unknown): boolean {
  const compiled = compileCondition({ fact: 'x', operator, value } as Condition);
  const facts = x === undefined ? {} : { x };
  const answer = compiled.test(facts);
  expect(compiled.trace(facts)).toMatchObject({ result: answer, expected: value });
  return answer;
}

describe('exists', () => {
  it.each([[undefined], [null]])('is false of %j', (x) => {
    expect([holds('exists', true, x), holds('exists', false, x), holds('not:exists', true, x)]).toEqual([
      false,
      true,
      true,
    ]);
  });
  it.each([[''], [0], [false], [[]], [Number.NaN], ['a']])('is true of %j', (x) => {
    expect([holds('exists', true, x), holds('exists', false, x), holds('not:exists', true, x)]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('looks at parts and items too', () => {
    const part = compileCondition({ fact: 'x', path: '$.a', operator: 'exists', value: true });
    expect([part.test({ x: { a: 1 } }), part.test({ x: { b: 1 } }), part.test({})]).toEqual([true, false, false]);
    expect(holds('someFact:exists', true, [null])).toBe(false);
    expect(holds('everyFact:exists', true, ['a', 1])).toBe(true);
  });
});

describe('operators of text', () => {
  it('look at the beginning, the end and all of a text', () => {
    expect([holds('startsWith', 'Sh', 'Shanghai'), holds('startsWith', 'sh', 'Shanghai')]).toEqual([true, false]);
    expect([holds('endsWith', 'hai', 'Shanghai'), holds('endsWith', 'Hai', 'Shanghai')]).toEqual([true, false]);
    expect([holds('includesText', 'ang', 'Shanghai'), holds('includesText', 'xyz', 'Shanghai')]).toEqual([true, false]);
  });

  it.each([[undefined], [null], [5], [['Shanghai']], [{ a: 'Shanghai' }], [true]])('are false of %j', (x) => {
    for (const operator of ['startsWith', 'endsWith', 'includesText', 'matches', 'ignoringCase:startsWith']) {
      expect(holds(operator, 'Shanghai', x)).toBe(false);
      expect(holds(`not:${operator}`, 'Shanghai', x)).toBe(true);
    }
    for (const operator of ['versionEqual', 'versionLessThan', 'versionGreaterThanInclusive']) {
      expect(holds(operator, '5', x)).toBe(false);
    }
  });

  it('read the items of a list and the other fact, too', () => {
    expect(holds('someFact:startsWith', 'v', ['a', 'vip'])).toBe(true);
    expect(holds('everyFact:matches', '^[a-z]+$', ['a', 'vip'])).toBe(true);
    expect(holds('someValue:matches', ['^a', '^v'], 'vip')).toBe(true);
    const other = compileCondition({ fact: 'x', operator: 'ignoringCase:startsWith', value: { fact: 'y' } });
    expect(other.test({ x: 'Shanghai', y: 'SHANG' })).toBe(true);
    expect(other.test({ x: 'Shanghai' })).toBe(false);
  });
});

describe('matches', () => {
  it.each([
    ['(Mobile|Tablet)', 'Android Mobile Browser', true],
    ['(mobile|tablet)', 'Android Mobile Browser', false],
    ['(?i)(MOBILE|tablet)', 'Android Mobile Browser', true],
    ['-12-25$', '1980-12-25', true],
    ['^a.c$', 'a\nc', false],
    ['(?s)^a.c$', 'a\nc', true],
    [String.raw`^\d+\.\d+$`, '12.34', true],
    [String.raw`^\p{Han}+$`, '上海', true],
    ['', 'anything', true],
  ])('finds %j in %j: %j', (expression, text, expected) => {
    expect(holds('matches', expression, text)).toBe(expected);
  });

  it('needs no more than a moment for what others need years for', () => {
    const text = `${'a'.repeat(5_000)}!`;
    for (const expression of ['^(a+)+$', '^(a|aa)+$', '(.*a){20}$', '^(a?){100}a{100}$']) {
      expect(holds('matches', expression, text)).toBe(false);
    }
  }, 20_000);
});

describe('ignoring case', () => {
  it.each([
    ['equal', 'wuhan', 'WUHAN', true],
    ['equal', 'WUHAN', 'Xian', false],
    ['notEqual', 'wuhan', 'WUHAN', false],
    ['in', ['us', 'UK'], 'uk', true],
    ['notIn', ['us', 'uk'], 'US', false],
    ['notIn', ['us', 'uk'], undefined, true],
    ['contains', 'VIP', ['a', 'vip'], true],
    ['doesNotContain', 'VIP', ['vip'], false],
    ['startsWith', 'SHANG', 'Shanghai', true],
    ['endsWith', 'HAI', 'Shanghai', true],
    ['includesText', 'Ang', 'SHANGHAI', true],
    ['equal', 5, 5, true],
  ])('%s %j of %j: %j', (operator, value, x, expected) => {
    expect(holds(`ignoringCase:${operator}`, value, x)).toBe(expected);
    expect(holds(`not:ignoringCase:${operator}`, value, x)).toBe(!expected);
    expect(holds(`ignoringCase:not:${operator}`, value, x)).toBe(!expected);
  });

  it('goes with other decorators on either side', () => {
    expect(holds('someFact:ignoringCase:in', ['A', 'B'], ['d', 'b'])).toBe(true);
    expect(holds('ignoringCase:someFact:in', ['A', 'B'], ['d', 'b'])).toBe(true);
    expect(holds('everyValue:ignoringCase:contains', ['One', 'THREE'], ['ONE', 'two', 'three'])).toBe(true);
    expect(holds('swap:ignoringCase:contains', ['One'], 'ONE')).toBe(true);
  });

  it('folds as Unicode folds single characters, in no language', () => {
    expect(foldCase('ΟΔΟΣ ΣΊΣΥΦΟς')).toBe('οδοσ σίσυφοσ');
    expect([foldCase('Straße'), foldCase('STRASSE')]).toEqual(['straße', 'strasse']);
    expect([foldCase('I'), foldCase('i'), foldCase('ı'), foldCase('İ')]).toEqual(['i', 'i', 'ı', 'İ']);
    expect(unfolded('s')).toEqual(['S', 'ſ']);
  });

  it('is what a regular expression means by it, for every character', () => {
    for (let code = 0; code < 0x1_0000; code++) {
      const character = String.fromCodePoint(code);
      const fold = foldCase(character);
      if (fold === character) continue;
      expect(foldCase(fold)).toBe(fold);
      expect(unfolded(fold)).toContain(character);
      expect(new RegExp(`^\\u{${code.toString(16)}}$`, 'iu').test(fold)).toBe(true);
    }
  });
});

describe('versions', () => {
  /** Ascending, by section 11 of Semantic Versioning 2.0.0; equal ones in one row. */
  const ORDER = [
    ['0.0.0-foo'],
    ['0', '0.0', 'v0.0.0', '0.0.0.0'],
    ['0.9'],
    ['0.10.0', 'V0.10'],
    ['1.0.0-0'],
    ['1.0.0-0.0'],
    ['1.0.0-99'],
    ['1.0.0-100'],
    ['1.0.0--'],
    ['1.0.0-alpha', '1.0-alpha+build.5', 'v1-alpha'],
    ['1.0.0-alpha.1'],
    ['1.0.0-alpha.beta'],
    ['1.0.0-beta'],
    ['1.0.0-beta.2'],
    ['1.0.0-beta.11'],
    ['1.0.0-rc.1'],
    ['1', '1.0', '1.0.0', '1.0.0+build.abc.123'],
    ['1.0.0.1'],
    ['1.2.3'],
    ['2.9'],
    ['2.10', '2.10.0', 'v2.010'],
    ['9999.0.0'],
    ['10000.0.0'],
  ];
  const ranked = ORDER.flatMap((equal, rank) => equal.map((version) => ({ version, rank })));

  it('are ordered by their numbers, a release after what came before it', () => {
    const version = fc.constantFrom(...ranked);
    fc.assert(
      fc.property(version, version, (a, b) => {
        const answers = {
          versionEqual: a.rank === b.rank,
          versionLessThan: a.rank < b.rank,
          versionLessThanInclusive: a.rank <= b.rank,
          versionGreaterThan: a.rank > b.rank,
          versionGreaterThanInclusive: a.rank >= b.rank,
        };
        for (const [operator, expected] of Object.entries(answers)) {
          expect(holds(operator, b.version, a.version)).toBe(expected);
          expect(holds(`not:${operator}`, b.version, a.version)).toBe(!expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', 'a.b.c', '1.2.3.4.5', '1..2', '.5', '1.2-', ' 1.2', '1,2', '9'.repeat(16), `1.0-${'a'.repeat(300)}`])(
    '%j is none',
    (text) => {
      expect(holds('versionEqual', '1.0', text)).toBe(false);
      expect(holds('versionLessThan', '99999', text)).toBe(false);
      expect(holds('versionGreaterThan', '0', text)).toBe(false);
    },
  );

  it('are found in lists', () => {
    expect(holds('someFact:versionGreaterThan', '2.9', ['1.0', '2.10'])).toBe(true);
    expect(holds('versionGreaterThan', '2.9', ['2.10'])).toBe(false);
    expect(holds('someValue:versionEqual', ['1.0', '2.0'], '2')).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateCondition } from '#strata/engine/conditions';
import { CATALOGUE } from '../../src/engine/conditions/support/catalogue.js';
import { conditions } from '../../src/engine/conditions/support/arbitraries.js';
import { type Catalogue } from '../../web/src/rules/editor/names.js';
import {
  comparisonWith,
  kindOf,
  operatorsOf,
  valueFor,
  valueOf,
} from '../../web/src/rules/editor/conditions/operators.js';
import { readRow, withDenial, withLeaf, withSegment } from '../../web/src/rules/editor/conditions/row.js';

const catalogue: Catalogue = {
  facts: CATALOGUE,
  segments: [{ id: 'vip', title: 'VIP' }],
  models: [{ id: 'natural', title: 'Natural' }],
  events: ['order_placed'],
};
const facts = Object.keys(CATALOGUE);
/** A value that somebody would write. */
const written = { number: 3, string: '1.2.3', boolean: true, date: '2026-11-22', list: 'vip' } as const;

describe('an operator that is offered', () => {
  it.each(facts)('fits the values of the fact %s', (fact) => {
    const kind = kindOf({ fact }, catalogue)!;
    for (const operator of operatorsOf(kind)) {
      const value = valueFor(operator, written[kind], kind);
      const condition = { all: [{ fact, operator, value }] };
      expect(validateCondition(condition, { facts: CATALOGUE }), operator).toEqual([]);
    }
  });

  it('takes what stood there before, where that fits, and something of its own where not', () => {
    expect(valueFor('in', 'Paris', 'string')).toEqual(['Paris']);
    expect(valueFor('equal', ['Paris', 'Lyon'], 'string')).toBe('Paris');
    expect(valueFor('greaterThan', { fact: 'orders' }, 'number')).toEqual({ fact: 'orders' });
    expect(valueFor('exists', 3, 'number')).toBe(true);
    expect(valueFor('equal', 'x', 'boolean')).toBe(true);
  });
});

it('begins a comparison of every fact, of events and of scores so that only the value is to be written', () => {
  for (const fact of [...facts, 'events', 'score']) {
    const leaf = comparisonWith(fact, catalogue);
    const value = valueFor(
      leaf.operator,
      fact === 'score' ? 0.7 : written[kindOf(leaf, catalogue)!],
      kindOf(leaf, catalogue),
    );
    expect(validateCondition({ all: [{ ...leaf, value }] }, { facts: CATALOGUE, models: ['natural'] })).toEqual([]);
  }
});

it('reads numbers as numbers, and leaves what is none to be seen', () => {
  expect(['3', ' -0.5 ', '3O', '', '1.', '1e5', '0x10'].map((text) => valueOf(text, 'number'))).toEqual([
    3,
    -0.5,
    '3O',
    '',
    '1.',
    '1e5',
    '0x10',
  ]);
  expect(valueOf('3', 'string')).toBe('3');
});

describe('a row', () => {
  it('that is changed keeps everything else of its comparison, where it stood', () => {
    fc.assert(
      fc.property(conditions, fc.boolean(), (condition, isDenied) => {
        const part = isDenied ? { not: condition, name: 'outer' } : condition;
        const row = readRow(part);
        if (row.kind !== 'comparison') return;
        const changed = withLeaf(part, row.leaf, { value: 'other' });
        const expected = JSON.stringify(part, (key, value: unknown) =>
          value === row.leaf.value && key === 'value' ? 'other' : value,
        );
        expect(JSON.stringify(changed)).toBe(expected);
        expect(JSON.stringify(withLeaf(part, row.leaf, { value: row.leaf.value }))).toBe(JSON.stringify(part));
      }),
      { numRuns: 150 },
    );
  });

  it('says the opposite, and again what it said', () => {
    const leaf = { fact: 'orders', operator: 'equal', value: 1, note: 'mine' };
    for (const part of [leaf, { condition: 'vip' }]) {
      const denied = withDenial(part, true);
      expect(denied).toEqual({ not: part });
      expect(withDenial(denied, false)).toEqual(part);
      expect(readRow(denied).isDenied).toBe(true);
    }
    expect(withDenial('vip', true)).toEqual({ not: { condition: 'vip' } });
  });

  it('names another segment as the first was named', () => {
    expect(withSegment('vip', 'new')).toBe('new');
    expect(withSegment({ not: { condition: 'vip', name: 'n' } }, 'new')).toEqual({
      not: { condition: 'new', name: 'n' },
    });
  });

  it('is only told where it is nothing that the form has fields for', () => {
    for (const part of [
      7,
      null,
      {},
      { fact: 'orders' },
      { not: { not: { condition: 'vip' } } },
      { fact: 'a', all: [] },
    ]) {
      expect(readRow(part).kind).toBe('told');
    }
  });
});

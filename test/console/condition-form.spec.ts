import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, referable } from '../../src/engine/conditions/support/arbitraries.js';
import {
  conditionOf,
  countingIds,
  type FormGroup,
  formOf,
  isGroup,
} from '../../web/src/rules/editor/conditions/form.js';
import { byPart, placesOf } from '../../web/src/rules/editor/conditions/places.js';

/** To the letter: order of the members and of the parts, and everything that a form does not show. */
const text = (value: unknown) => JSON.stringify(value);
const through = (condition: unknown) => conditionOf(formOf(condition, countingIds()));
const city = { fact: 'city', operator: 'equal', value: 'Paris' };

describe('a condition through the form', () => {
  it('is the same, to the letter, for every valid condition', () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        expect(text(through(condition))).toBe(text(condition));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whatever stands there', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('all', 'any', 'not', 'condition', 'fact'), (value, key) => {
        expect(text(through(value))).toBe(text(value));
        expect(text(through({ name: 'n', [key]: value }))).toBe(text({ name: 'n', [key]: value }));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a segment', 'dormant-customers'],
    ['a reference', { condition: 'dormant-customers', name: 'who' }],
    [
      'a fact twice, in their order',
      {
        all: [
          { ...city, value: 'a' },
          { ...city, value: 'b' },
          { ...city, value: 'a' },
        ],
      },
    ],
    ['unknown members, where they stood', { name: 'x', all: [{ priority: 7, ...city, note: [1] }], later: true }],
    [
      'events',
      {
        all: [
          { fact: 'events', params: { name: 'view', within: 'P3D', where: { a: 1 } }, operator: 'equal', value: 0 },
        ],
      },
    ],
    ['a fact compared with a fact', { any: [{ ...city, value: { fact: 'home', path: '$.city' } }] }],
    [
      'denials of groups, rows and denials',
      { not: { any: [{ not: city }, { not: { not: city } }], name: 'inner' }, name: 'outer' },
    ],
    ['what is no condition', { all: ['dormant', 7, null, { all: 5 }, { all: [], any: [] }] }],
  ])('keeps %s', (_, condition) => {
    expect(text(through(condition))).toBe(text(condition));
  });

  it('shows groups and denied groups as groups, everything else as rows', () => {
    const form = formOf(
      { all: [city, { any: [city, { condition: 'vip' }] }, { not: { all: [city] } }, { not: city }] },
      countingIds(),
    );
    const shown = (group: FormGroup): unknown =>
      group.rules.map((part) => (isGroup(part) ? [part.combinator, part.not, shown(part)] : 'row'));
    expect(shown(form)).toEqual(['row', ['any', false, ['row', 'row']], ['all', true, ['row']], 'row']);
  });

  it('becomes a group where rows are added to a segment', () => {
    const bare = formOf('dormant-customers', countingIds());
    const [row] = bare.rules;
    expect(conditionOf({ ...bare, rules: [row!, { ...row!, id: 'x', value: city }] })).toEqual({
      all: [{ condition: 'dormant-customers' }, city],
    });
    expect(conditionOf({ ...bare, rules: [] })).toEqual({ all: [] });
  });

  it('keeps its notes where a group is turned from all into any, and denied', () => {
    const form = formOf({ name: 'who', all: [city] }, countingIds());
    expect(text(conditionOf({ ...form, combinator: 'any', not: true }))).toBe(
      text({ not: { name: 'who', any: [city] } }),
    );
  });
});

describe('the places of a form', () => {
  /** What stands at a JSON pointer. */
  const at = (document: unknown, pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce((value, step) => (value as Record<string, unknown>)[step], document);

  it('are those of the document', () => {
    fc.assert(
      fc.property(fc.oneof(conditions, fc.constantFrom(...Object.keys(referable))), (condition) => {
        for (const { part, pointer } of placesOf(formOf(condition, countingIds()), '/segment')) {
          const placed = at({ segment: condition }, pointer);
          if (!isGroup(part)) expect(placed).toBe(part.value);
          else expect(placed).toBe(part.not ? part.denial : part.source);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('give each problem to the innermost part that it is about', () => {
    const form = formOf({ all: [city, { any: [city, city] }] }, countingIds());
    const places = placesOf(form, '/condition');
    const problems = [
      { pointer: '/condition/all/1/any/1/value' },
      { pointer: '/condition/all/1/any' },
      { pointer: '/title' },
    ];
    const found = byPart(places, problems);
    const of = (pointer: string) => found.get(places.find((place) => place.pointer === pointer)!.part.id);
    expect(of('/condition/all/1/any/1')).toEqual([problems[0]]);
    expect(of('/condition/all/1')).toEqual([problems[1]]);
    expect([...found.values()].flat()).toHaveLength(2);
  });
});

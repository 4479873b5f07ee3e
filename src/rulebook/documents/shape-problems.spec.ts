import { describe, expect, it } from 'vitest';
import { type DocumentKind } from '../schemas/documents.js';
import { SCHEMAS } from '../schemas/schemas.js';
import { parseShape } from './shape-problems.js';

const problemsOf = (kind: DocumentKind, content: unknown) => {
  const parsed = parseShape(SCHEMAS[kind], content);
  return parsed.ok ? [] : parsed.problems;
};
const segment = { id: 'a', title: 'A', condition: { all: [] } };
const fact = { type: 'number', from: { profile: 'a' }, words: 'a' };

describe('problems of a shape', () => {
  it('name an unknown key with the nearest known one', () => {
    expect(problemsOf('segment', { ...segment, conditon: {} })).toEqual([
      {
        message: 'Unknown key "conditon"',
        pointer: '/conditon',
        expected: '$schema, id, title or condition',
        nearest: 'condition',
      },
    ]);
  });

  it('name what is missing and what is of another type', () => {
    expect(problemsOf('segment', { id: 7, condition: 'x' })).toEqual([
      { message: 'Found 7', pointer: '/id', expected: 'text' },
      { message: 'This is missing', pointer: '/title', expected: 'text' },
      {
        message: 'Found "x"',
        pointer: '/condition',
        expected: 'a condition: an object with all, any, not or condition',
      },
    ]);
    expect(problemsOf('segment', null)).toEqual([{ message: 'Found null', pointer: '', expected: 'an object' }]);
  });

  it('name the choices with the nearest', () => {
    expect(problemsOf('facts', { facts: { a: { ...fact, type: 'nummber' } } })).toEqual([
      {
        message: 'Found "nummber"',
        pointer: '/facts/a/type',
        expected: 'number, string, boolean, date or list',
        nearest: 'number',
      },
    ]);
  });

  it('tell only about the alternative that was meant', () => {
    const events = { name: 'order_placed', measure: 'cuont' };
    expect(problemsOf('facts', { facts: { a: { ...fact, from: { events } } } })).toMatchObject([
      { pointer: '/facts/a/from/events/measure', nearest: 'count' },
    ]);
    expect(problemsOf('facts', { facts: { a: { ...fact, from: 7 } } })).toMatchObject([{ pointer: '/facts/a/from' }]);
  });

  it('escape keys in pointers', () => {
    expect(problemsOf('segment', { ...segment, 'a/b~c': 1 })).toMatchObject([{ pointer: '/a~1b~0c' }]);
  });
});

describe('durations', () => {
  const within = (duration: string) =>
    problemsOf('facts', {
      facts: { a: { ...fact, from: { events: { name: 'x', measure: 'count', within: duration } } } },
    });

  it.each(['P14D', 'P2W', 'PT24H', 'P1DT12H', 'PT90S', 'PT30M'])('%s is one', (duration) => {
    expect(within(duration)).toEqual([]);
  });
  it.each(['P1M', 'P1Y', '14 days', 'P', 'PT', 'P0D', 'P-1D', '', 'P1.5D'])('"%s" is none', (duration) => {
    expect(within(duration)).toMatchObject([{ pointer: '/facts/a/from/events/within' }]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerOf, type Steps, stepsOf, valueAt, withValueAt } from '../../web/src/rules/editor/at-path.js';
import { placeIn, repeatedMember } from '../../web/src/rules/editor/json/json-places.js';

/** Every value of a document with the steps to it. */
function* valuesOf(value: unknown, steps: Steps = []): Generator<{ steps: Steps; value: unknown }> {
  yield { steps, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* valuesOf(inner, [...steps, key]);
}

const documents = fc.jsonValue({ maxDepth: 3 });

describe('the place of a JSON pointer in a text', () => {
  it('is where the value stands', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = JSON.stringify(document);
        for (const { steps, value } of valuesOf(document)) {
          const { from, to } = placeIn(text, pointerOf(steps));
          expect(text.slice(from, to)).toBe(JSON.stringify(value));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is what is nearest around it where there is none, also in a text with mistakes', () => {
    const text = '{\n  "condition": { "all": [ { "fact": "city" } ] },\n  "title": \n}';
    const shown = (pointer: string) => {
      const { from, to } = placeIn(text, pointer);
      return text.slice(from, to);
    };
    expect(shown('/condition/all/0/value')).toBe('{ "fact": "city" }');
    expect(shown('/condition/all/0/fact')).toBe('"city"');
    expect(shown('/nothing/here')).toBe('{');
  });

  it('tells a name that stands twice in an object', () => {
    expect(repeatedMember('{"a": 1, "b": {"a": 1, "c": 2}}')).toBeUndefined();
    expect(repeatedMember('{"a": 1, "b": {"c": 1, "c": 2}}')).toEqual({ name: 'c', from: 23, to: 26 });
  });
});

describe('a value in a document', () => {
  it('is read and written at its steps, and nothing else changes', () => {
    fc.assert(
      fc.property(documents, fc.integer(), (document, other) => {
        for (const { steps, value } of valuesOf(document)) {
          expect(stepsOf(pointerOf(steps))).toEqual(steps.map(String));
          expect(valueAt(document, steps)).toBe(value);
          expect(withValueAt(document, steps, value)).toEqual(document);
          expect(valueAt(withValueAt(document, steps, other), steps)).toBe(other);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is taken away with what it leaves empty, and made with what is missing around it', () => {
    expect(withValueAt({ id: 'a', experiment: { holdout: 0.1 } }, ['experiment', 'holdout'], undefined)).toEqual({
      id: 'a',
    });
    expect(withValueAt({ id: 'a' }, ['experiment', 'holdout'], 0.1)).toEqual({ id: 'a', experiment: { holdout: 0.1 } });
    expect(withValueAt({ id: 'a' }, ['experiment', 'holdout'], undefined)).toEqual({ id: 'a' });
  });
});

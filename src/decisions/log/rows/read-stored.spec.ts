import { describe, expect, it } from 'vitest';
import { readCase, readDecision } from './read-stored.js';

const DECISION = { id: 'd', userId: 'u', release: 'sha256:a', at: '2026-11-22T08:00:00Z', outcome: 'none' };
const CASE = {
  input: { id: 'd', userId: 'u', now: 1, facts: { orders: 3 } },
  scores: {},
  availability: { stockSpent: [], budgetSpent: [] },
};

describe('what the log keeps', () => {
  it('is read as it was written', () => {
    expect(readDecision(JSON.stringify(DECISION))).toEqual(DECISION);
    expect(readCase(JSON.stringify(CASE))).toEqual(CASE);
  });

  it.each([null, [], 'text', {}, { ...DECISION, userId: 7 }, { ...DECISION, outcome: undefined }])(
    'is no decision: %j',
    (value) => {
      expect(() => readDecision(JSON.stringify(value))).toThrow(/a decision that is none/);
    },
  );

  it.each([
    null,
    {},
    { ...CASE, scores: [] },
    { ...CASE, input: { ...CASE.input, facts: null } },
    { ...CASE, input: { ...CASE.input, now: '1' } },
  ])('is no case: %j', (value) => {
    expect(() => readCase(JSON.stringify(value))).toThrow(/a case that is none/);
  });
});

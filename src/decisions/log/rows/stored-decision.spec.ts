import { expect, test } from 'vitest';
import { type DecisionInput } from '#strata/engine';
import { choose, qualify } from '#strata/engine/decide';
import { compileRelease } from '#strata/engine/plan';
import { type LogEntry, render, type StoredCase } from './stored-decision.js';

const release = compileRelease({ facts: {}, segments: [], models: [], strategies: [] }, 'sha256:none');

/** Every member that a decision can rest on. */
const everything: Required<DecisionInput> = {
  id: 'id "1"',
  userId: 'anonymous',
  now: 1_795_000_000_000,
  strategies: [],
  facts: { city: 'Shanghai "x"', orders: 3, interests: ['a'] },
  events: [{ name: 'visited', at: 5, properties: { amount: 1 } }],
  consent: ['marketing'],
  suppressed: true,
  contacts: [{ strategy: 's', offer: 'o', at: 4, decision: 'd', goalReachedAt: 6 }],
  person: 'somebody',
  drawnAs: { s: 'other' },
  switchedOff: { s: { fixedArms: { by: 'ann', reason: 'r', since: 3 } } },
};

function entryOf(input: DecisionInput, more: Partial<LogEntry> = {}): LogEntry {
  const availability = {
    stockSpent: ['s/o'],
    budgetSpent: [],
    levels: { 'STOCK_SPENT s/o': { used: 1, limit: 1, needed: 1 } },
  };
  const scores = { m: { status: 'scored', version: 2, value: 0.5, rank: 0.1 } } as const;
  const choice = choose(qualify(input, release), scores, availability);
  return { choice, detail: 'full', context: null, idempotency: null, ...more };
}

test('the row keeps all that its decision rests on', () => {
  const counterfactual = { fact: 'orders', to: 4, follows: {}, scores: {} };
  const entry = entryOf(everything, { context: { page: '/' }, counterfactual });
  const { scores, availability } = entry.choice;
  const stored: StoredCase = {
    input: everything,
    scores,
    availability,
    detail: 'full',
    context: { page: '/' },
    counterfactual,
  };
  expect(render(entry).input).toBe(JSON.stringify(stored));
});

test('what is not there has no member', () => {
  const { id, userId, now, facts, consent, suppressed } = everything;
  const plain = { id, userId, now, strategies: null, facts, events: [], consent, suppressed, contacts: [] };
  const entry = entryOf(plain);
  const { scores, availability } = entry.choice;
  expect(render(entry).input).toBe(JSON.stringify({ input: plain, scores, availability, detail: 'full' }));
});

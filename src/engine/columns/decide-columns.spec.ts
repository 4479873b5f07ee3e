import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/suite.js';
import { choose, decideKnowing, describe as describeDecision, qualify } from '../decide/index.js';
import { type Availability, REASON_CODES, STAGES, type Strategy } from '../index.js';
import { compileRelease } from '../plan/index.js';
import { decideColumns } from './decide-columns.js';
import { type DecidedPeople, FALLBACKS, NONE, OUTCOMES, SELECTED_BY } from './decided-people.js';
import { peopleOf } from './people-of.js';
import { availabilityOf, type Case, casesOf, FACTS, strategies } from './support/arbitraries.js';

const batches = strategies.chain((strategy) =>
  fc.record({ strategy: fc.constant(strategy), cases: casesOf(strategy), availability: availabilityOf(strategy) }),
);

describe('decideColumns', () => {
  test('decides about each of many people exactly what is decided about that person alone', () => {
    fc.assert(
      fc.property(batches, ({ strategy, cases, availability }) => {
        expect(inColumns(strategy, cases, availability)).toEqual(oneByOne(strategy, cases, availability));
      }),
      { numRuns: runs(150, 9_000) },
    );
  });
});

function releaseOf(strategy: Strategy) {
  return compileRelease({ facts: FACTS, segments: [], models: [], strategies: [strategy] }, 'sha256:1');
}

/** The fields that both shapes share, of each person. */
function oneByOne(document: Strategy, cases: readonly Case[], availability: Availability) {
  const release = releaseOf(document);
  return cases.map(({ input, scores }) => {
    const choice = choose(qualify(input, release), scores, availability);
    const { outcome, arm, selector, fallback, level, stoppedBy, propensity } = describeDecision(choice, 'none');
    const { steps, candidates } = choice.reported!;
    const last = steps.at(-1)!;
    const winner =
      outcome === 'none'
        ? undefined
        : candidates.find(({ offer }) => 'offer' in last && offer.document.id === last.offer);
    const known = decideKnowing(choice, input.contacts);
    return {
      ...{ outcome, arm, selector, fallback, level, stoppedBy, propensity },
      blocker: outcome === 'offer' ? null : last.code,
      offer: winner?.offer.document.id ?? null,
      expected: winner?.expected ?? null,
      repeats: known.kind === 'repeat' ? known.contact.at : null,
    };
  });
}

function inColumns(document: Strategy, cases: readonly Case[], availability: Availability) {
  const release = releaseOf(document);
  const strategy = release.strategies[0]!;
  const people = peopleOf(
    cases.map(({ input }) => input),
    cases.map(({ scores }) => scores),
    strategy,
    release,
  );
  const decided = decideColumns(strategy, { ...people, availability });
  return cases.map((_, row) => {
    const contact = decided.repeats![row]!;
    return {
      outcome: OUTCOMES[decided.outcome[row]!],
      stoppedBy: named(STAGES, decided.stoppedBy[row]!),
      blocker: named(REASON_CODES, decided.blocker[row]!),
      arm: named(
        strategy.draws.arms.map(({ id }) => id),
        decided.arm[row]!,
      ),
      selector: named(SELECTED_BY, decided.selector[row]!),
      fallback: FALLBACKS[decided.fallback[row]!],
      level: decided.level[row],
      propensity: decided.propensity[row],
      offer: strategy.offers[decided.offer[row]!]?.document.id ?? null,
      expected: expectedAt(decided, row),
      repeats: contact === -1 ? null : people.contacts!.at[contact],
    };
  });
}

function expectedAt({ conversion, natural, cost, profit }: DecidedPeople, row: number) {
  if (Number.isNaN(profit[row])) return null;
  return {
    conversion: conversion[row],
    natural: Number.isNaN(natural[row]) ? null : natural[row],
    cost: cost[row],
    profit: profit[row],
  };
}

function named<T>(names: readonly T[], code: number): T | null {
  return code === NONE ? null : names[code]!;
}

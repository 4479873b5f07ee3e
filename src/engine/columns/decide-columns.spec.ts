import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/suite.js';
import { compareText } from '#strata/kernel';
import { choose, decideKnowing, describe as describeDecision, qualify } from '../decide/index.js';
import {
  type Availability,
  type ContactPolicy,
  type RankBy,
  REASON_CODES,
  STAGES,
  type Strategy,
  shadowPrice,
} from '../index.js';
import { type CompiledRelease, compileRelease, expectedOf } from '../plan/index.js';
import { decideColumns } from './decide-columns.js';
import { FALLBACKS, NONE, OUTCOMES, SELECTED_BY } from './rows/decided-people.js';
import { offerMoney, type OfferFigures } from './rows/offer-money.js';
import { type People } from './rows/people.js';
import { rankValues } from './rank-values.js';
import { type PeopleOptions } from './rows/people-options.js';
import { chooseColumns, optionsOf } from './stages/choose-columns.js';
import { qualifyColumns } from './stages/qualify-columns.js';
import { peopleOf } from './people-of.js';
import { availabilityOf, type Case, casesOf, NOW } from './support/people.js';
import { FACTS, policies, policyStrategies, strategies } from './support/strategies.js';
import { ungated } from './ungated.js';

/** Making a strategy takes longer than deciding about a person. */
const PEOPLE = { minLength: runs(12, 60), maxLength: runs(24, 80) };
const batches = batchesOf(strategies);

function batchesOf(documents: fc.Arbitrary<Strategy>) {
  return documents.chain((strategy) =>
    fc.record({
      strategy: fc.constant(strategy),
      cases: casesOf(strategy, PEOPLE),
      availability: availabilityOf(strategy),
      policy: policies,
    }),
  );
}

describe('decideColumns', () => {
  test('decides about each of many people exactly what is decided about that person alone', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect(inColumns(batch)).toEqual(oneByOne(batch));
      }),
      { numRuns: runs(80, 400) },
    );
  });

  test('draws in arms by policies what is drawn for each person alone', () => {
    const drew: boolean[] = [];
    fc.assert(
      fc.property(batchesOf(policyStrategies), (batch) => {
        const decided = inColumns(batch);
        drew.push(decided.some(({ propensity }) => propensity! < 1));
        expect(decided).toEqual(oneByOne(batch));
      }),
      { numRuns: runs(60, 100) },
    );
    // More than a third; chance leaves few runs far below that.
    expect(drew.filter(Boolean).length / drew.length).toBeGreaterThan(0.15);
  });

  test('reads the scores only of those who qualified, who can be chosen among again and again', () => {
    fc.assert(
      fc.property(batches, ({ strategy: document, cases, policy }) => {
        const { strategy, people } = columnsOf(document, cases, policy);
        const qualified = qualifyColumns(strategy, people);
        const goOn = new Set([...qualified.model, ...qualified.baseline]);
        const needed = cases.map((each, row) => (goOn.has(row) ? each : { ...each, scores: {} }));
        const all = decideColumns(strategy, people);
        for (let time = 0; time < 2; time++) {
          expect(chooseColumns(qualified, columnsOf(document, needed, policy).people.scores)).toEqual(all);
        }
      }),
      { numRuns: runs(20, 50) },
    );
  });

  test('tells all offers that each may get, of which the best is the one that it decides on', () => {
    fc.assert(
      fc.property(batches, ({ strategy: document, cases, availability, policy }) => {
        const { strategy, people } = columnsOf(document, cases, policy);
        const all = optionsOf(qualifyColumns(strategy, { ...people, availability }), people.scores);
        expect(all.decided).toEqual(decideColumns(strategy, { ...people, availability }));
        for (const row of cases.keys()) expectBest(document, availability, all, row);
      }),
      { numRuns: runs(50, 80) },
    );
  });

  test('draws everybody into the arms of all strategies that are asked together as each of them draws alone', () => {
    const several = fc.tuple(strategies, strategies).chain(([one, other]) =>
      fc.record({
        documents: fc.constant([one, { ...other, id: 'another' }]),
        cases: casesOf(one, PEOPLE),
      }),
    );
    fc.assert(
      fc.property(several, ({ documents, cases }) => {
        const release = compileRelease({ facts: FACTS, segments: [], models: [], strategies: documents }, 'sha256:1');
        const together = cases.map(({ input, scores }) => {
          const choice = choose(qualify({ ...input, strategies: null }, release), scores, {
            stockSpent: [],
            budgetSpent: [],
          });
          const { strategy, arm, otherArms } = describeDecision(choice, 'none');
          return { ...otherArms, ...(arm === null ? {} : { [strategy!]: arm }) };
        });
        const alone = release.strategies.map((strategy) => {
          const people = peopleOf(
            cases.map(({ input }) => input),
            cases.map(({ scores }) => scores),
            strategy,
            release,
          );
          return { strategy, arms: decideColumns(strategy, people).arm };
        });
        const inColumns = cases.map((_, row) =>
          Object.fromEntries(
            alone.flatMap(({ strategy: { document, draws }, arms }) =>
              arms[row] === NONE ? [] : [[document.id, draws.arms[arms[row]!]!.id]],
            ),
          ),
        );
        expect(together).toEqual(inColumns);
      }),
      { numRuns: runs(20, 80) },
    );
  });

  test('needs ids only where it draws', () => {
    const [strategy] = fc.sample(strategies, { numRuns: 1, seed: 1 });
    const plain = ungated(strategy!);
    const people: People = { rows: 1, now: NOW, facts: new Map(), scores: new Map() };
    const strategyOf = (document: Strategy) => releaseOf(document).strategies[0]!;
    expect(decideColumns(strategyOf(plain), people).level[0]).toBeGreaterThan(0);
    const arms = { seed: '', arms: { model: 0.5, baseline: 0.5 } };
    expect(() => decideColumns(strategyOf({ ...plain, experiment: arms }), people)).toThrow('ids');
  });
});

test('offerMoney prices every offer for every row as a single decision does', () => {
  fc.assert(
    fc.property(batches, ({ strategy: document, cases }) => {
      const { people } = columnsOf(document, cases);
      const priced = offerMoney(document, people).map((figures) => cases.map((_, row) => expectedAt(figures, row)));
      const single = document.offers.map((offer) =>
        cases.map(({ input, scores }) => expectedOf(document.goal, offer, input, scores)),
      );
      expect(priced).toEqual(single);
    }),
    { numRuns: runs(30, 80) },
  );
});

test('without its gates a strategy asks everybody what it would offer', () => {
  fc.assert(
    fc.property(batches, ({ strategy, cases }) => {
      const own = columnsOf(ungated(strategy), cases);
      const people = { ...own.people, suppressed: new Uint8Array(cases.length) };
      expect([...qualifyColumns(own.strategy, people).model]).toEqual([...cases.keys()]);
    }),
    { numRuns: 20 },
  );
});

test('rankValues puts the highest first, and those without a value last', () => {
  const values = Float64Array.of(3, Number.NaN, -1);
  const people = { rows: 3, facts: new Map([['orders', { kind: 'number' as const, values }]]), scores: new Map() };
  const order = (rankBy: RankBy) => {
    const ranks = rankValues(rankBy, people);
    return [0, 1, 2].sort((a, b) => ranks[b]! - ranks[a]!);
  };
  expect(order({ fact: 'orders', order: 'desc' })).toEqual([0, 2, 1]);
  expect(order({ fact: 'orders', order: 'asc' })).toEqual([2, 0, 1]);
  expect(order({ model: 'unknown' })).toEqual([0, 1, 2]);
});

/** The decided offer is the most profitable one that the row may get, ties by id; who may get none is offered nothing. */
function expectBest(
  document: Strategy,
  availability: Availability,
  { decided, offers }: PeopleOptions,
  row: number,
): void {
  const open = [...offers.keys()].filter((place) => offers[place]!.eligible[row] === 1);
  if (OUTCOMES[decided.outcome[row]!] === 'none') expect(open).toEqual([]);
  if (OUTCOMES[decided.outcome[row]!] !== 'offer') return;
  const priceOf = (place: number) => shadowPrice(availability, `${document.id}/${document.offers[place]!.id}`);
  const worth = (place: number) => ((offers[place]!.profit[row] ?? 0) - priceOf(place)) * (document.weight ?? 1);
  const idOf = (place: number) => document.offers[place]!.id;
  const [best] = open.toSorted((a, b) => worth(b) - worth(a) || compareText(idOf(a), idOf(b)));
  expect(decided.offer[row]).toBe(best);
  expect(expectedAt(decided, row)).toEqual(expectedAt(offers[best!]!, row));
}

function columnsOf(document: Strategy, cases: readonly Case[], policy?: ContactPolicy) {
  const release = releaseOf(document, policy);
  const strategy = release.strategies[0]!;
  const inputs = cases.map(({ input }) => input);
  return {
    strategy,
    people: peopleOf(
      inputs,
      cases.map(({ scores }) => scores),
      strategy,
      release,
      cases.map(({ policies: answers }) => answers),
    ),
  };
}

/** Compiled once for both shapes. */
const compiled = new WeakMap<
  Strategy,
  { readonly policy: ContactPolicy | undefined; readonly release: CompiledRelease }
>();

function releaseOf(strategy: Strategy, contactPolicy?: ContactPolicy): CompiledRelease {
  const known = compiled.get(strategy);
  if (known !== undefined && known.policy === contactPolicy) return known.release;
  const policy = contactPolicy === undefined ? {} : { contactPolicy };
  const documents = { ...policy, facts: FACTS, segments: [], models: [], strategies: [strategy] };
  const release = compileRelease(documents, 'sha256:1');
  compiled.set(strategy, { policy: contactPolicy, release });
  return release;
}

interface Batch {
  readonly strategy: Strategy;
  readonly cases: readonly Case[];
  readonly availability: Availability;
  readonly policy: ContactPolicy | undefined;
}

/** The fields that both shapes share, of each person. */
function oneByOne({ strategy, cases, availability, policy }: Batch) {
  const release = releaseOf(strategy, policy);
  return cases.map(({ input, scores, policies: answers }) => {
    const choice = choose(qualify(input, release), scores, availability, answers);
    const described = describeDecision(choice, 'summary');
    const { outcome, arm, selector, fallback, level, stoppedBy, propensity } = described;
    const { steps, candidates } = choice.reported!;
    const last = steps.at(-1)!;
    const winner =
      outcome === 'none'
        ? undefined
        : candidates.find(({ offer }) => 'offer' in last && offer.document.id === last.offer);
    const known = decideKnowing(choice, input.contacts);
    const isSureThing = described.reasons.some(({ code }) => code === 'WOULD_CONVERT_ANYWAY');
    const blocker = outcome === 'none' && isSureThing ? 'WOULD_CONVERT_ANYWAY' : last.code;
    return {
      ...{ outcome, arm, selector, fallback, level, stoppedBy, propensity },
      blocker: outcome === 'offer' ? null : blocker,
      heldBy: stoppedBy === 'caps' && 'block' in last ? last.block.rule : null,
      heldUntil: stoppedBy === 'caps' && 'block' in last ? last.block.until : null,
      offer: winner?.offer.document.id ?? null,
      expected: winner?.expected ?? null,
      repeats: known.kind === 'repeat' ? known.contact.at : null,
    };
  });
}

function inColumns({ strategy: document, cases, availability, policy }: Batch) {
  const { strategy, people } = columnsOf(document, cases, policy);
  const decided = decideColumns(strategy, { ...people, availability });
  return cases.map((_, row) => {
    const contact = decided.repeats![row]!;
    return {
      outcome: OUTCOMES[decided.outcome[row]!],
      stoppedBy: named(STAGES, decided.stoppedBy[row]!),
      blocker: named(REASON_CODES, decided.blocker[row]!),
      heldBy: decided.heldBy === null || decided.heldBy[row] === NONE ? null : decided.heldBy[row],
      heldUntil: decided.heldUntil === null || Number.isNaN(decided.heldUntil[row]) ? null : decided.heldUntil[row],
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

function expectedAt({ conversion, natural, cost, profit }: OfferFigures, row: number) {
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

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../../test/support/suite.js';
import { REASON_CODES, STAGES } from '#strata/engine';
import { factsAndScores, optionsOf, peopleOf, qualifyColumns } from '#strata/engine/columns';
import { decide } from '#strata/engine/decide';
import { compileRelease } from '#strata/engine/plan';
import { availabilityOf, casesOf } from '../../../engine/columns/support/people.js';
import { FACTS, policies, strategies } from '../../../engine/columns/support/strategies.js';
import { decideRow } from '../examples/decide-row.js';
import { campaignFunnel } from './campaign-funnel.js';
import { placesOf } from './places-of.js';

const batches = strategies.chain((strategy) =>
  fc.record({
    strategy: fc.constant(strategy),
    cases: casesOf(strategy),
    availability: availabilityOf(strategy),
    contactPolicy: policies,
  }),
);
type Batch = typeof batches extends fc.Arbitrary<infer B> ? B : never;

test('everybody is counted at the step that a single decision about the person names', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      const { cases, release, strategy, funnel, block, availability } = decided(batch);
      const places = placesOf(funnel, block);
      for (const [row, { input, scores }] of cases.entries()) {
        const alone = decide({ input: { ...input, strategies: null }, release, scores, availability });
        const step = funnel.steps[places[row]!];
        expect(step?.stage ?? null).toBe(alone.stoppedBy);
        if (step === undefined) continue;
        const code = REASON_CODES[block.decided.blocker[row]!];
        expect([step.code, step.code === 'PREDICTIVE_MISS' ? 'WOULD_CONVERT_ANYWAY' : step.code]).toContain(code);
        if (step.rule !== undefined) expect(step.rule).toBe(block.decided.heldBy![row]);
        expectFirstMiss(funnel, block.people, places[row]!, row);
      }
      expect(strategy.document.id).toBe(batch.strategy.id);
    }),
    { numRuns: runs(40, 400) },
  );
});

test('an example is explained as a single decision about the person is', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      const { cases, release, strategy, block, availability } = decided(batch);
      const versions = new Map<string, number>();
      for (const [row, { input, scores }] of cases.entries()) {
        const by = { release, strategy: strategy.document.id, availability, versions };
        const own = decideRow(block.people, row, input.userId, by);
        const alone = decide({ input: { ...input, strategies: [by.strategy] }, release, scores, availability });
        expect(told(own)).toEqual(told(alone));
      }
    }),
    { numRuns: runs(20, 200) },
  );
});

function told({ outcome, arm, selector, fallback, level, stoppedBy, offer, reasons }: ReturnType<typeof decide>) {
  // Why a model failed is not known of columns.
  const words = reasons.map(({ code, stage, words: own }) => [code, stage, code === 'SCORER_FAILED' ? '' : own]);
  return { outcome, arm, selector, fallback, level, stoppedBy, offer, words };
}

function decided({ strategy: document, cases, availability, contactPolicy }: Batch) {
  const policy = contactPolicy === undefined ? {} : { contactPolicy };
  const documents = { ...policy, facts: FACTS, segments: [], models: [], strategies: [document] };
  const release = compileRelease(documents, 'sha256:1');
  const strategy = release.strategies[0]!;
  const inputs = cases.map(({ input }) => input);
  const scores = cases.map((each) => each.scores);
  const people = { ...peopleOf(inputs, scores, strategy, release), availability };
  const options = optionsOf(qualifyColumns(strategy, people), people.scores);
  return {
    ...{ cases, release, strategy, availability },
    funnel: campaignFunnel(strategy, documents),
    block: { ...options, people },
  };
}

/** Of a condition all parts before hold, and this one does not. */
function expectFirstMiss(
  { steps, conditions }: ReturnType<typeof campaignFunnel>,
  people: Parameters<typeof factsAndScores>[0],
  place: number,
  row: number,
): void {
  if (conditions[place] === null) return;
  const stage = STAGES.indexOf(steps[place]!.stage);
  for (let other = place; conditions[other] != null && STAGES.indexOf(steps[other]!.stage) === stage; other--) {
    const holds = conditions[other]!.select(factsAndScores(people), Uint32Array.of(row)).length === 1;
    expect(holds).toBe(other < place);
  }
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/suite.js';
import {
  type Choice,
  choose,
  chooseWith,
  chooseWithout,
  decisionText,
  policyQueries,
  qualify,
} from '../decide/index.js';
import { type ArmPolicy, type PolicyAnswer, policyOf, spentCode, type Strategy } from '../index.js';
import { compileRelease } from '../plan/index.js';
import { casesOf, fewSpentOf } from './support/people.js';
import { FACTS, fewPolicies, policyStrategies } from './support/strategies.js';

const LEAST_UNLESS_TOLD = 0.01;
const people = policyStrategies.chain((strategy) =>
  fc.record({
    strategy: fc.constant(strategy),
    person: casesOf(strategy).map(([first]) => first!),
    availability: fewSpentOf(strategy),
    contactPolicy: fewPolicies,
  }),
);

test('no policy ever makes an offer that the rules do not leave to the person', () => {
  let [all, drew] = [0, 0];
  fc.assert(
    fc.property(people, ({ strategy, person: { input, scores, policies: answers }, availability, contactPolicy }) => {
      const policy = contactPolicy === undefined ? {} : { contactPolicy };
      const documents = { ...policy, facts: FACTS, segments: [], models: [], strategies: [strategy] };
      const qualified = qualify(input, compileRelease(documents, 'sha256:1'));
      const choice = choose(qualified, scores, availability, answers);
      const eligible = eligibleOf(choose(qualified, scores, availability));
      const answered = chooseWith(choose(qualified, scores, availability), answers);
      expect(decisionText(answered, 'full')).toBe(decisionText(choice, 'full'));
      expect([answered.reservation, answered.judged]).toEqual([choice.reservation, choice.judged]);
      all += 1;
      if (eligible.length === 0) expect(choice.outcome).not.toBe('offer');
      if (choice.offered !== null) expect(eligible).toContain(choice.offered.offer.document.id);
      if (!stepCodes(choice).includes('POLICY_CHOSE')) {
        expect(choice.propensity).toBe(1);
        return;
      }
      drew += 1;
      expect(policyQueries(choose(qualified, scores, availability)).map(({ offers }) => offers)).toEqual([eligible]);
      expectDrawn(strategy, choice, eligible, answers[strategy.id]!);
      // The same again, and with what is stored instead of the policy.
      const stored = JSON.parse(JSON.stringify(answers)) as typeof answers;
      expect(decisionText(choose(qualified, scores, availability, stored), 'full')).toBe(decisionText(choice, 'full'));
      expectOthersWithout(strategy, choice, eligible, answers[strategy.id]!);
    }),
    { numRuns: runs(60, 1_500) },
  );
  // About a third of them; seldom less than a quarter of so few.
  expect(drew / all).toBeGreaterThanOrEqual(0.15);
});

/** The offers that the model's way would choose among. */
function eligibleOf({ reported, availability }: Choice): readonly string[] {
  const open = reported!.candidates.filter(({ offer }) => spentCode(availability, offer.key) === null);
  return open.map(({ offer }) => offer.document.id);
}

function stepCodes({ reported }: Choice): readonly string[] {
  return reported!.steps.map(({ code }) => code);
}

/** The propensities over the eligible offers add up to 1, each at least the floor, and the one that is told is one of them. */
function expectDrawn(strategy: Strategy, choice: Choice, eligible: readonly string[], answer: PolicyAnswer): void {
  const step = choice.reported!.steps.find(({ code }) => code === 'POLICY_CHOSE') as { offer: string };
  const propensities = propensitiesOf(explorer(strategy), eligible, answer);
  const floor = Math.min(explorer(strategy).explore ?? LEAST_UNLESS_TOLD, 1 / eligible.length);
  expect(propensities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  for (const propensity of propensities) expect(propensity).toBeGreaterThanOrEqual(floor - 1e-12);
  expect(eligible).toContain(step.offer);
  expect(choice.propensity).toBeCloseTo(propensities[eligible.indexOf(step.offer)]!, 12);
  expect(choice.propensity).toBeGreaterThan(0);
}

/** Where the drawn offer turns out to be spent, one of the others is drawn, by their own proportions. */
function expectOthersWithout(
  strategy: Strategy,
  choice: Choice,
  eligible: readonly string[],
  answer: PolicyAnswer,
): void {
  if (choice.offered === null) return;
  const left = eligible.filter((id) => id !== choice.offered!.offer.document.id);
  const next = chooseWithout(choice, { code: 'STOCK_SPENT', level: { used: 1, limit: 1, needed: 1 } });
  expect(left).toContain(next.offered!.offer.document.id);
  const propensities = propensitiesOf(explorer(strategy), left, answer);
  expect(next.propensity).toBeCloseTo(propensities[left.indexOf(next.offered!.offer.document.id)]!, 12);
}

function explorer({ experiment }: Strategy): ArmPolicy {
  const arms = experiment!.arms as readonly Parameters<typeof policyOf>[0][];
  return policyOf(arms[0])!;
}

/** What is documented: p ← ε + (1 − k ε) p of the k offers, p taken to 1 among them. */
function propensitiesOf({ explore = LEAST_UNLESS_TOLD }: ArmPolicy, offers: readonly string[], answer: PolicyAnswer) {
  const said = offers.map((id) => (answer.status === 'answered' ? answer.probabilities[id]! : Number.NaN));
  const sum = said.reduce((total, one) => total + one, 0);
  const least = Math.min(explore, 1 / offers.length);
  return said.map((one) => least + (1 - offers.length * least) * (sum > 0 ? one / sum : 1 / offers.length));
}

import { award, type Award } from './award.js';
import {
  type DecisionOutcome,
  STAGES,
  type Stage,
  type Availability,
  type PolicyAnswers,
  type Refusal,
  type Scores,
  withSpent,
} from '../../index.js';
import { judge, judgeWithPolicies, type Candidate, type Verdict } from './judge.js';
import { heldBackOf } from './policy.js';
import { type Qualified } from './qualify.js';
import { resolver } from './resolve.js';

/** What must be reserved before the offer may go out. */
export interface Reservation {
  readonly strategy: string;
  readonly offer: string;
  /** Money: contact cost and face value. */
  readonly amount: number;
}

/** What the strategies came to with the scores known. Frozen; `describe` renders it. */
export interface Choice {
  readonly qualified: Qualified;
  readonly scores: Scores;
  readonly availability: Availability;
  /** Null where policies take no part. */
  readonly policies: PolicyAnswers | null;
  readonly outcome: DecisionOutcome;
  /** P(this offer, or holding it out) inside the arm for these facts; 1 where nothing is random. */
  readonly propensity: number;
  /** The offer that is made; null unless the outcome is an offer. */
  readonly offered: Candidate | null;
  /** The strategy that the decision reports; null where none was asked. */
  readonly reported: Verdict | null;
  /** All strategies that were asked, by id. */
  readonly verdicts: readonly Verdict[];
  /** The same before they competed with one another. */
  readonly judged: readonly Verdict[];
  /** Null unless the outcome is an offer. */
  readonly reservation: Reservation | null;
}

/**
 * The stages after the scores. Pure: where the reservation is refused, {@link chooseWithout} goes on.
 *
 * @param policies answers to `policyQueries` of the same choice; without them arms by a policy decide as the model's
 *
 * Reported is the strategy that offers or holds out; where nothing is offered the one that got furthest, ties by id.
 */
export function choose(
  qualified: Qualified,
  scores: Scores,
  availability: Availability,
  policies: PolicyAnswers | null = null,
): Choice {
  const { input, release } = qualified;
  const resolve = resolver(input, release, scores);
  const evidence = { input, scores, availability, policies, resolve, heldBack: heldBackOf(input, release) };
  const judged = qualified.strategies.map((qualification) => judge(qualification, evidence));
  return conclude({ qualified, scores, availability, policies }, judged);
}

/** The same choice with answers to `policyQueries` of it: as {@link choose} with them, without judging all again. */
export function chooseWith(choice: Choice, policies: PolicyAnswers): Choice {
  const { qualified, scores, availability } = choice;
  const asked = { input: qualified.input, availability, policies };
  const judged = choice.judged.map((verdict) => judgeWithPolicies(verdict, asked));
  return conclude({ qualified, scores, availability, policies }, judged);
}

/** Lets the strategies compete. */
function conclude(
  known: Pick<Choice, 'qualified' | 'scores' | 'availability' | 'policies'>,
  judged: readonly Verdict[],
): Choice {
  const { qualified, scores, availability, policies } = known;
  const awarded = award(judged, qualified.input, availability);
  return Object.freeze({
    qualified,
    scores,
    availability,
    policies,
    outcome: awarded.outcome,
    propensity: awarded.winner?.propensity ?? 1,
    offered: awarded.outcome === 'offer' ? awarded.winner : null,
    reported: reportedOf(awarded),
    verdicts: awarded.verdicts,
    judged,
    reservation: reservationOf(awarded),
  });
}

/** Chooses again without the offer that was chosen, because it could not be reserved. */
export function chooseWithout(choice: Choice, refusal: Refusal): Choice {
  const { qualified, scores, availability, policies, reservation } = choice;
  if (reservation === null) return choice;
  return choose(qualified, scores, withSpent(availability, pairOf(reservation), refusal), policies);
}

/** How an availability names what is to be reserved. */
export function pairOf({ strategy, offer }: Pick<Reservation, 'strategy' | 'offer'>): string {
  return `${strategy}/${offer}`;
}

function reportedOf({ winner, verdicts }: Award): Verdict | null {
  if (winner !== null) return verdicts.find((verdict) => verdict.qualification.strategy === winner.strategy) ?? null;
  let furthest: Verdict | null = null;
  for (const verdict of verdicts) {
    if (furthest === null || stageIndex(verdict.stoppedBy) > stageIndex(furthest.stoppedBy)) furthest = verdict;
  }
  return furthest;
}

function stageIndex(stage: Stage | null): number {
  return stage === null ? STAGES.length : STAGES.indexOf(stage);
}

function reservationOf({ outcome, winner }: Award): Reservation | null {
  if (outcome !== 'offer' || winner === null) return null;
  const { document } = winner.offer;
  const amount = document.contactCost + document.faceValue;
  return Object.freeze({ strategy: winner.strategy.document.id, offer: document.id, amount });
}

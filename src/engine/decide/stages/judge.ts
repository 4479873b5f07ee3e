import { type FactResolver } from '../../conditions/index.js';
import {
  type Availability,
  type Expected,
  type Fallback,
  type Selector,
  type Stage,
  type DecisionInput,
  type Scores,
  type PolicyAnswers,
  policyOf,
  shadowPrice,
  spentCode,
  switchedOffOf,
} from '../../index.js';
import { drawnPlace, explored } from '../../policies/index.js';
import {
  expectedAmong,
  expectedOf,
  moneyFailure,
  type Failure,
  firstFailure,
  type CompiledOffer,
  type CompiledStrategy,
  isCounted,
} from '../../plan/index.js';
import { type Qualification } from './qualify.js';
import { type HeldBack } from './policy.js';
import { type Step } from './steps.js';

/** An offer that a strategy would make. */
export interface Candidate {
  readonly strategy: CompiledStrategy;
  readonly offer: CompiledOffer;
  /** Null where a model that is needed for the figures gave no score. */
  readonly expected: Expected | null;
  /** The offer's shadow price, in money; 0 of the human rule. */
  readonly price: number;
  /** P(this offer) inside its strategy for these facts; 1 where no policy drew it. */
  readonly propensity: number;
}

/** What one strategy came to by itself, before it competes with the others. */
export interface Verdict {
  readonly qualification: Qualification;
  readonly selector: Selector | null;
  readonly fallback: Fallback | null;
  readonly level: 0 | 1 | 2 | 3;
  /** Null where it has candidates. */
  readonly stoppedBy: Stage | null;
  /** All of the strategy's steps so far. */
  readonly steps: readonly Step[];
  readonly candidates: readonly Candidate[];
}

/** What the stages after the scores read. */
export interface Evidence {
  readonly input: DecisionInput;
  readonly scores: Scores;
  readonly availability: Availability;
  /** Null where policies take no part. */
  readonly policies: PolicyAnswers | null;
  readonly resolve: FactResolver;
  /** What the contact policy has against a channel; null where there is no policy. */
  readonly heldBack: HeldBack | null;
}

/** The stages of one strategy after the scores: predictive or the baseline's condition, caps, best offer. */
export function judge(qualification: Qualification, evidence: Evidence): Verdict {
  const { stoppedBy, level, steps, way } = qualification;
  if (stoppedBy !== null) return untouched(qualification, stoppedBy);
  const draft: Draft = {
    qualification,
    selector: null,
    fallback: null,
    level,
    stoppedBy: null,
    steps: [...steps],
    candidates: [],
  };
  if (way === 'model') goOwnWay(draft, evidence);
  else goByHumanRule(draft, evidence);
  Object.freeze(draft.steps);
  Object.freeze(draft.candidates);
  return Object.freeze(draft);
}

/** The same verdict with what policies say, which is asked for last: as {@link judge} says with them. */
export function judgeWithPolicies(verdict: Verdict, asked: PolicyEvidence): Verdict {
  const { qualification, fallback, candidates, steps } = verdict;
  const isOpen = qualification.way === 'model' && fallback === null && candidates.length > 0;
  if (!isOpen || policyOf(qualification.arm) === null) return verdict;
  const draft: Draft = { ...verdict, steps: [...steps], candidates: [...candidates] };
  chooseByPolicy(draft, asked);
  Object.freeze(draft.steps);
  Object.freeze(draft.candidates);
  return Object.freeze(draft);
}

/** What a choice by a policy reads. */
type PolicyEvidence = Pick<Evidence, 'input' | 'availability' | 'policies'>;

/** A verdict while it is being made; it never leaves this file before it is frozen. */
interface Draft {
  readonly qualification: Qualification;
  selector: Selector | null;
  fallback: Fallback | null;
  level: 0 | 1 | 2 | 3;
  stoppedBy: Stage | null;
  readonly steps: Step[];
  readonly candidates: Candidate[];
}

function untouched(qualification: Qualification, stoppedBy: Stage): Verdict {
  const { level, steps } = qualification;
  return Object.freeze({ qualification, selector: null, fallback: null, level, stoppedBy, steps, candidates: NONE });
}

const NONE: readonly Candidate[] = Object.freeze([]);

function goOwnWay(draft: Draft, evidence: Evidence): void {
  const { strategy } = draft.qualification;
  const failed = firstFailure(strategy.predictiveModels, evidence.scores);
  if (failed !== null) {
    fail(draft, evidence, { ...failed, stage: 'predictive' });
    return;
  }
  draft.selector = strategy.needs.model.length > 0 ? 'model' : 'baseline';
  const { predictive } = strategy;
  if (predictive !== null && !predictive.test(evidence.input.facts, evidence.resolve)) {
    stop(draft, { code: 'PREDICTIVE_MISS', stage: 'predictive', condition: predictive });
    return;
  }
  if (predictive !== null) draft.steps.push({ code: 'PREDICTIVE_MATCH', stage: 'predictive', condition: predictive });
  if (strategy.document.predictive !== undefined) draft.level = 3;
  if (!capped(draft, evidence, strategy.offers)) findProfitableOffers(draft, evidence);
}

/**
 * The human rule picks as the human does: no model's probability takes anybody away from it, or else the arms of the
 * experiment would not compete. So its offer is tested for profit only where fixed rates alone give the figures; where a
 * model gives them they are reported and rank the offer among strategies, and where that model failed they are unknown.
 */
function goByHumanRule(draft: Draft, evidence: Evidence): void {
  const { strategy, level } = draft.qualification;
  const { baselineWhen, baselineOffer } = strategy;
  draft.selector = 'baseline';
  draft.level = level;
  if (baselineWhen !== null && !baselineWhen.test(evidence.input.facts, evidence.resolve)) {
    stop(draft, { code: 'BASELINE_MISS', stage: 'baseline', condition: baselineWhen });
    return;
  }
  draft.steps.push({ code: 'BASELINE_MATCH', stage: 'baseline', condition: baselineWhen });
  if (capped(draft, evidence, [baselineOffer])) return;
  const unknown = firstFailure(baselineOffer.whenModels, evidence.scores);
  if (unknown !== null) {
    stop(draft, { ...unknown, stage: 'offer', then: 'none', offer: baselineOffer.document.id });
    return;
  }
  if (eligible(draft, evidence, baselineOffer)) makeHumanOffer(draft, evidence);
  if (draft.candidates.length === 0) draft.stoppedBy = 'offer';
}

function makeHumanOffer(draft: Draft, evidence: Evidence): void {
  const { baselineOffer } = draft.qualification.strategy;
  if (baselineOffer.moneyModels.length === 0) {
    addIfProfitable(draft, baselineOffer, priceOf(draft, evidence, baselineOffer), 0);
    return;
  }
  const unknown = moneyFailure(baselineOffer, evidence.scores);
  if (unknown !== null && !isRecorded(draft, unknown)) {
    draft.steps.push({ ...unknown, stage: 'offer', then: 'unpriced', offer: baselineOffer.document.id });
  }
  addCandidate(draft, baselineOffer, priceOf(draft, evidence, baselineOffer), 0);
}

/** The failure that brought the human rule in is not told twice. */
function isRecorded({ steps }: Draft, { model }: Failure): boolean {
  return steps.some((step) => 'model' in step && step.model === model);
}

/** Candidates are the eligible offers of positive profit. One score that is missing among them ends the stage. */
function findProfitableOffers(draft: Draft, evidence: Evidence): void {
  const { offers } = draft.qualification.strategy;
  const open: CompiledOffer[] = [];
  for (const offer of offers) {
    const unknown = firstFailure(offer.whenModels, evidence.scores);
    if (unknown !== null) {
      fail(draft, evidence, { ...unknown, stage: 'offer' });
      return;
    }
    if (eligible(draft, evidence, offer)) open.push(offer);
  }
  for (const offer of open) {
    const unknown = moneyFailure(offer, evidence.scores);
    if (unknown !== null) {
      fail(draft, evidence, { ...unknown, stage: 'offer' });
      return;
    }
  }
  const { strategy } = draft.qualification;
  const { input, scores, availability } = evidence;
  for (const offer of open) {
    const expected = expectedAmong(strategy, offer, input, scores);
    addIfProfitable(draft, offer, expected, shadowPrice(availability, offer.key));
  }
  if (draft.candidates.length === 0) draft.stoppedBy = 'offer';
  else chooseByPolicy(draft, evidence);
}

/**
 * In an arm by a policy one of the offers is drawn that can still be given, and only that one competes. Where the policy gave no
 * answer, or is switched off, all of them do, as the model has it.
 */
function chooseByPolicy(draft: Draft, { input, availability, policies }: PolicyEvidence): void {
  const { arm, strategy } = draft.qualification;
  const { id } = strategy.document;
  const policy = policyOf(arm);
  if (policy === null || policies === null || switchedOffOf(input, id, 'fixedArms') !== null) return;
  const open = draft.candidates.filter(({ offer }) => spentCode(availability, offer.key) === null);
  if (open.length < 2) {
    if (open.length === 1) draft.candidates.splice(0, Infinity, ...open);
    return;
  }
  const answer = Object.hasOwn(policies, id) ? policies[id] : undefined;
  if (answer?.status !== 'answered') {
    draft.fallback = 'POLICY_FAILED';
    draft.steps.push({ code: 'POLICY_FAILED', stage: 'offer', policy: policy.policy });
    return;
  }
  const probabilities = explored(
    open.map(({ offer }) => answer.probabilities[offer.document.id] ?? 0),
    policy,
  );
  const place = drawnPlace(
    probabilities,
    open.map(({ offer }) => offer.points.of(input.id)),
  );
  const [drawn, propensity] = [open[place], probabilities[place]];
  if (drawn === undefined || propensity === undefined) return;
  draft.candidates.splice(0, Infinity, Object.freeze({ ...drawn, propensity }));
  draft.steps.push({ code: 'POLICY_CHOSE', stage: 'offer', offer: drawn.offer.document.id, propensity });
}

/** The strategy's `onFailure` decides; strategies without one fall back to the human rule. */
function fail(draft: Draft, evidence: Evidence, failure: Failure & { stage: 'predictive' | 'offer' }): void {
  draft.fallback = failure.code;
  if (draft.qualification.strategy.document.predictive?.onFailure === 'none') {
    draft.selector = null;
    draft.level = draft.qualification.level;
    stop(draft, { ...failure, then: 'none' });
    return;
  }
  draft.steps.push({ ...failure, then: 'baseline' });
  goByHumanRule(draft, evidence);
}

/** Whether the strategy's own cap is reached, or the contact policy holds all of the offers back. */
function capped(draft: Draft, evidence: Evidence, offers: readonly CompiledOffer[]): boolean {
  return isCapped(draft, evidence) || isHeldBack(draft, evidence, offers);
}

/** Counts the strategy's own contacts. */
function isCapped(draft: Draft, { input }: Evidence): boolean {
  const { cap, document } = draft.qualification.strategy;
  if (cap === null) return false;
  let contacts = 0;
  for (const { strategy, at } of input.contacts) {
    if (strategy === document.id && isCounted(cap, at, input.now)) contacts += 1;
  }
  if (contacts < cap.contacts) return false;
  stop(draft, { code: 'CAPPED', stage: 'caps', contacts });
  return true;
}

/** Says once a channel what the policy has against it. */
function isHeldBack(draft: Draft, { heldBack }: Evidence, offers: readonly CompiledOffer[]): boolean {
  if (heldBack === null) return false;
  const channels = [...new Set(offers.map(({ document }) => document.channel))];
  const steps = channels.flatMap((channel) => heldBack(channel) ?? []);
  draft.steps.push(...steps);
  if (steps.length < channels.length) return false;
  draft.stoppedBy = 'caps';
  return true;
}

function eligible(draft: Draft, { input, resolve, heldBack }: Evidence, { when, document }: CompiledOffer): boolean {
  if (heldBack !== null && heldBack(document.channel) !== null) return false;
  if (when === null || when.test(input.facts, resolve)) return true;
  draft.steps.push({ code: 'OFFER_INELIGIBLE', stage: 'offer', condition: when, offer: document.id });
  return false;
}

function addIfProfitable(draft: Draft, offer: CompiledOffer, expected: Expected | null, price: number): void {
  if (expected !== null && expected.profit <= price) {
    draft.steps.push({ code: 'UNPROFITABLE', stage: 'offer', offer: offer.document.id, expected, price });
    return;
  }
  addCandidate(draft, offer, expected, price);
}

/** What the human rule's offer is expected to bring: it competes with no other of the strategy. */
function priceOf({ qualification }: Draft, { input, scores }: Evidence, offer: CompiledOffer): Expected | null {
  return expectedOf(qualification.strategy.document.goal, offer.document, input, scores);
}

function addCandidate(draft: Draft, offer: CompiledOffer, expected: Expected | null, price: number): void {
  draft.candidates.push(
    Object.freeze({ strategy: draft.qualification.strategy, offer, expected, price, propensity: 1 }),
  );
}

function stop(draft: Draft, step: Step): void {
  draft.steps.push(step);
  draft.stoppedBy = step.stage;
}

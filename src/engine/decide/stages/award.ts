import { drawnId, compareWorth, kindOf, worthOf } from '../../plan/index.js';
import {
  type DecisionOutcome,
  type Stage,
  type Availability,
  type DecisionInput,
  levelKey,
  spentCode,
} from '../../index.js';
import { type Candidate, type Verdict } from './judge.js';
import { compareText } from '#strata/kernel';
import { type HoldoutStep, type Step } from './steps.js';

/** Who got the user. */
export interface Award {
  readonly outcome: DecisionOutcome;
  /** The candidate that is offered or held out; null where nobody got the user. */
  readonly winner: Candidate | null;
  /** The verdicts with their last steps, in the order in which they came. */
  readonly verdicts: readonly Verdict[];
}

/**
 * The stages that the strategies go through together: best offer of all, hold-out, reserve.
 *
 * Candidates are tried from the best on. Reaching a strategy that holds the user out ends it: the hold-out, drawn only
 * among those who would be treated so that the lift is measured where it matters, is final; no other strategy gets the user. So is
 * the hold-out of all strategies, which is asked first. A candidate whose stock or budget is spent gives way to the next one.
 */
export function award(verdicts: readonly Verdict[], input: DecisionInput, availability: Availability): Award {
  const candidates = verdicts.flatMap((verdict) => verdict.candidates).sort(compareCandidates);
  const spent: { candidate: Candidate; step: Step }[] = [];
  for (const candidate of candidates) {
    const offer = candidate.offer.document.id;
    const of = heldOutOf(candidate, input);
    if (of !== null) {
      return close('holdout', { candidate, step: { code: 'HOLDOUT', stage: 'holdout', offer, of } }, verdicts, spent);
    }
    const code = spentCode(availability, candidate.offer.key);
    if (code === null) {
      const step: Step = { code: 'OFFERED', stage: 'reserve', offer, expected: candidate.expected };
      return close('offer', { candidate, step }, verdicts, spent);
    }
    const level = availability.levels?.[levelKey(code, candidate.offer.key)] ?? null;
    spent.push({ candidate, step: { code, stage: 'reserve', offer, level } });
  }
  return close('none', null, verdicts, spent);
}

function heldOutOf({ strategy }: Candidate, input: DecisionInput): HoldoutStep['of'] | null {
  const { draws, document, policy } = strategy;
  const id = drawnId(input, document.id);
  if (policy?.holdout?.isHeldOut(id) === true) return 'all';
  return draws.isHeldOut(id) ? 'strategy' : null;
}

/** The best first, ties by id. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    compareWorth(kindOf(a.expected), valueOf(a), kindOf(b.expected), valueOf(b)) ||
    compareText(a.strategy.document.id, b.strategy.document.id) ||
    compareText(a.offer.document.id, b.offer.document.id)
  );
}

function valueOf({ expected, strategy, price }: Candidate): number {
  return worthOf(expected?.profit ?? 0, strategy.document, price);
}

interface Ending {
  readonly candidate: Candidate;
  readonly step: Step;
}

function close(
  outcome: DecisionOutcome,
  end: Ending | null,
  verdicts: readonly Verdict[],
  spent: readonly Ending[],
): Award {
  const closed = verdicts.map((verdict) => withLastSteps(verdict, end, spent));
  return Object.freeze({ outcome, winner: end?.candidate ?? null, verdicts: Object.freeze(closed) });
}

/** A strategy whose candidates are all spent ends at the reservation; one with candidates left was outranked. */
function withLastSteps(verdict: Verdict, end: Ending | null, spent: readonly Ending[]): Verdict {
  const { candidates, qualification } = verdict;
  const best = candidates[0];
  if (best === undefined) return verdict;
  const own = spent.filter(({ candidate }) => candidate.strategy === qualification.strategy);
  const steps = [...verdict.steps, ...own.map(({ step }) => step)];
  if (end?.candidate.strategy === qualification.strategy) {
    steps.push(end.step);
    return finish(verdict, steps, end.step.code === 'HOLDOUT' ? 'holdout' : null);
  }
  const left = candidates.filter((candidate) => !own.some((ending) => ending.candidate === candidate));
  const [loser] = left.sort(compareCandidates);
  if (loser === undefined || end === null) return finish(verdict, steps, 'reserve');
  const by = end.candidate.strategy.document.id;
  steps.push({ code: 'OUTRANKED', stage: 'offer', offer: loser.offer.document.id, by });
  return finish(verdict, steps, 'offer');
}

function finish(verdict: Verdict, steps: readonly Step[], stoppedBy: Stage | null): Verdict {
  return Object.freeze({ ...verdict, steps: Object.freeze(steps), stoppedBy });
}

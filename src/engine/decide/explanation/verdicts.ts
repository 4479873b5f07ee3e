import { type Choice } from '../stages/choose.js';
import { type DecisionOutcome, type Expected, type Fallback, type Selector, type Stage, STAGES } from '../../index.js';
import { type Candidate, type Verdict } from '../stages/judge.js';
import { toMillionths } from '../../plan/index.js';

/** What one strategy came to, and how far: the stages that the person goes through on its way, in their order. */
export interface StrategyVerdict {
  readonly strategy: string;
  readonly title: string;
  /** What it would do if it decided: `none` also where another strategy comes first. */
  readonly outcome: DecisionOutcome;
  /** Id of the arm; null where it has none, or it was not reached. */
  readonly arm: string | null;
  readonly selector: Selector | null;
  readonly fallback: Fallback | null;
  readonly stoppedBy: Stage | null;
  readonly stages: readonly StageVerdict[];
  /** The best offer that it would make, also where it was stopped after it; null where there is none. */
  readonly best: OfferVerdict | null;
}

/** `failed`: a score was missing, and the human rule took over. */
interface StageVerdict {
  readonly stage: Stage;
  readonly state: 'passed' | 'failed' | 'stopped' | 'not reached';
}

interface OfferVerdict {
  readonly id: string;
  readonly title: string;
  /** Null where a model that the figures need gave no score. */
  readonly expected: Expected | null;
}

/** The verdicts of all strategies that were asked, by id. */
export function verdictsOf({ verdicts, outcome, reported }: Choice): readonly StrategyVerdict[] {
  return verdicts.map((verdict) => {
    const { qualification, selector, fallback, stoppedBy, candidates } = verdict;
    const { document } = qualification.strategy;
    return Object.freeze({
      strategy: document.id,
      title: document.title,
      outcome: verdict === reported ? outcome : 'none',
      arm: qualification.arm?.id ?? null,
      selector,
      fallback,
      stoppedBy,
      stages: Object.freeze(stagesOf(verdict)),
      best: bestOf(candidates),
    });
  });
}

function bestOf(candidates: readonly Candidate[]): OfferVerdict | null {
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  const best = others.reduce((a, b) => (profitOf(b) > profitOf(a) ? b : a), first);
  const { id, title } = best.offer.document;
  const { expected } = best;
  if (expected === null) return { id, title, expected };
  const { conversion, natural, cost, profit } = expected;
  const told = {
    conversion: toMillionths(conversion),
    natural: natural === null ? null : toMillionths(natural),
    cost: toMillionths(cost),
    profit: toMillionths(profit),
  };
  return { id, title, expected: told };
}

function profitOf({ expected, price }: Candidate): number {
  return expected === null ? -Infinity : expected.profit - price;
}

function stagesOf(verdict: Verdict): readonly StageVerdict[] {
  const end = verdict.stoppedBy === null ? STAGES.length : STAGES.indexOf(verdict.stoppedBy);
  return STAGES.filter((stage) => goesThrough(stage, verdict)).map((stage) => {
    const place = STAGES.indexOf(stage);
    if (place === end) return { stage, state: 'stopped' };
    if (place > end) return { stage, state: 'not reached' };
    return { stage, state: isFailed(stage, verdict) ? 'failed' : 'passed' };
  });
}

/** A stage that ended without a score and after which the human rule took over. */
function isFailed(stage: Stage, { steps, fallback }: Verdict): boolean {
  return fallback !== null && steps.some((step) => step.stage === stage && 'then' in step && step.then === 'baseline');
}

/** A strategy has only the stages that it asks something in, and those that said something. */
function goesThrough(stage: Stage, { qualification, steps, stoppedBy }: Verdict): boolean {
  if (stage === stoppedBy || steps.some((step) => step.stage === stage)) return true;
  const { strategy, way } = qualification;
  const { document, trigger, cap, policy, draws } = strategy;
  switch (stage) {
    case 'active':
      return document.active !== undefined;
    case 'arm':
      return draws.arms.length > 0;
    case 'trigger':
      return trigger !== null && way === 'model';
    case 'predictive':
      return document.predictive !== undefined && way === 'model';
    case 'baseline':
      return way === 'baseline';
    case 'caps':
      return cap !== null || (policy !== null && policy.rules.length > 0);
    case 'holdout':
      return draws.holdsOut || policy?.holdout != null;
    case 'consent':
    case 'segment':
    case 'offer':
    case 'reserve':
      return true;
  }
}

import { type AnswerOf, type components } from '#client';

/** A stored decision with everything that spoke for and against. */
export type Explanation = AnswerOf<'/v1/decisions/{id}/explanation', 'get'>;
/** What would be decided if something were otherwise. */
export type Preview = AnswerOf<'/v1/decisions/preview', 'post'>;
export type Decision = components['schemas']['Decision'];
export type Reason = Decision['reasons'][number];
/** How far a strategy got. */
export type Verdict = components['schemas']['StrategyVerdict'];
export type Stage = Verdict['stages'][number]['stage'];
export type Trace = components['schemas']['ConditionTrace'];
export type Facts = AnswerOf<'/v1/facts', 'get'>['facts'];

/** The reasons that a strategy has at a stage. */
export function reasonsAt(decision: Pick<Decision, 'reasons'>, strategy: string, stage: Stage): readonly Reason[] {
  return decision.reasons.filter((reason) => reason.strategy === strategy && reason.stage === stage);
}

/** Why a strategy was stopped: what spoke against it first; null where it was not. */
export function blockerOf(decision: Pick<Decision, 'reasons'>, { strategy, stoppedBy }: Verdict): Reason | null {
  if (stoppedBy === null) return null;
  const found = reasonsAt(decision, strategy, stoppedBy);
  return found.find(({ code }) => !FOR.has(code)) ?? found[0] ?? null;
}

/** What speaks for a strategy. */
const FOR: ReadonlySet<Reason['code']> = new Set([
  'SEGMENT_MATCH',
  'ARM',
  'TRIGGER_MATCH',
  'PREDICTIVE_MATCH',
  'BASELINE_MATCH',
  'POLICY_CHOSE',
  'OFFERED',
]);

import {
  type Choice,
  type ConditionTrace,
  type Decision,
  describe,
  resolver,
  type UsedScore,
} from '../engine/index.js';
import { type ChampionScorers } from '../models/index.js';
import { type Contributions } from '../plugin-host/index.js';
import { type ErrorCode, isStrataError } from '../sdk/index.js';
import { type CurrentRelease } from './current-release.js';
import { type StoredDecision } from './log/decision-table.js';
import { choiceOf } from './stored-case.js';

/** Why a decision was made: everything that spoke for and against, and what each feature did to each score. */
export interface DecisionExplanation {
  /** The decision in full: all reasons of all strategies, and the nearest change. */
  readonly decision: Decision;
  /** The conditions that were looked at, with what each part expected and found. */
  readonly traces: readonly StageTrace[];
  readonly scores: readonly ExplainedScore[];
}

/** One condition of one strategy. */
export interface StageTrace {
  readonly strategy: string;
  readonly stage: string;
  readonly offer?: string;
  readonly trace: ConditionTrace;
}

/** A used score, with the contribution of every feature or the reason why there are none. */
export type ExplainedScore = UsedScore &
  (
    | { readonly contributions: Contributions; readonly failed: null }
    | { readonly contributions: null; readonly failed: { readonly code: ErrorCode; readonly message: string } }
  );

/** Explains a stored decision from what it was made of. */
export async function explain(
  stored: StoredDecision,
  releases: CurrentRelease,
  scorers: ChampionScorers,
): Promise<DecisionExplanation> {
  const choice = await choiceOf(stored, releases);
  const decision = describe(choice, 'full');
  const { facts } = choice.qualified.input;
  const scores = await Promise.all(decision.scores.map((score) => explainScore(score, facts, scorers)));
  return { decision, traces: tracesOf(choice), scores };
}

async function explainScore(
  score: UsedScore,
  facts: Readonly<Record<string, unknown>>,
  scorers: ChampionScorers,
): Promise<ExplainedScore> {
  try {
    return { ...score, contributions: await scorers.explain(score.model, score.version, facts), failed: null };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return { ...score, contributions: null, failed: { code: error.code, message: error.message } };
  }
}

/** The conditions that the stages looked at, traced on the same facts and scores. */
function tracesOf({ qualified, scores, verdicts }: Choice): readonly StageTrace[] {
  const { input, release } = qualified;
  const resolve = resolver(input, release, scores);
  return verdicts.flatMap(({ qualification, steps }) =>
    steps.flatMap((step): readonly StageTrace[] => {
      if (!('condition' in step) || step.condition === null) return [];
      const trace = step.condition.trace(input.facts, resolve);
      const offer = 'offer' in step ? { offer: step.offer } : {};
      return [{ strategy: qualification.strategy.document.id, stage: step.stage, ...offer, trace }];
    }),
  );
}

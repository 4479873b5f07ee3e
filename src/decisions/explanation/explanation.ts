import { type Language } from '#strata/kernel/texts';
import {
  type Account,
  accountsOf,
  type Choice,
  type DecisionMatter,
  describe,
  leavesOf,
  resolver,
  type StrategyVerdict,
  verdictsOf,
} from '#strata/engine/decide';
import { type ConditionTrace, type LeafTrace } from '#strata/engine/conditions';
import { type Decision, type FactCatalogue, spokenFacts, type UsedScore } from '#strata/engine';
import { type ChampionScorers } from '#strata/models/registry';
import {
  nearestScoreChange,
  type ReadScore,
  type ScoreChange,
  type ScoreReasons,
  scoreReasons,
} from '#strata/models/proof/explanation';
import { type Contributions } from '#strata/scoring';
import { phrasesOf } from '#strata/engine/words';
import { frameOf } from '#strata/scoring/encoding';
import { type ErrorCode, isStrataError } from '#sdk';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type DecisionLog, readCase, type StoredDecision } from '../log/index.js';
import { findNearestChange } from './nearest-change.js';
import { choiceOf } from '../replay/index.js';
import { type Answers, answersOf } from './answers.js';
import {
  failuresOf,
  type ModelFailure,
  originOf,
  type ReleaseOrigin,
  type Repetition,
  repetitionOf,
} from './evidence.js';

/** Why a decision was made: everything that spoke for and against, and what each feature did to each score. */
export interface DecisionExplanation {
  /** The decision in full: all reasons of all strategies, and the nearest change. `repeated` where it was answered again. */
  readonly decision: Decision;
  /** The answers in sentences: why, what would change it, what it costs and earns. */
  readonly answers: Answers;
  readonly release: ReleaseOrigin;
  /** How far each strategy that was asked got, by id. */
  readonly verdicts: readonly StrategyVerdict[];
  /** What each offer of the strategy that is reported is expected to cost and earn, as far as its scores are known. */
  readonly accounts: readonly Account[];
  /** The models that gave no score. */
  readonly failures: readonly ModelFailure[];
  readonly repetition: Repetition | null;
  /** The conditions that were looked at, with what each part expected and found. */
  readonly traces: readonly StageTrace[];
  readonly scores: readonly ExplainedScore[];
}

/** One condition of one strategy. */
interface StageTrace {
  readonly strategy: string;
  readonly stage: string;
  readonly offer?: string;
  readonly trace: ConditionTrace;
}

/** A used score, with what every feature did to it, or the reason why that is not known. */
export type ExplainedScore = UsedScore & (Explained | Unexplained);

interface Explained {
  /** Exact, on the scale on which they add up. */
  readonly contributions: Contributions;
  /** The same for people: the strongest in words and points. */
  readonly reasons: ScoreReasons;
  /** The smallest change of actionable facts that would move the score across the threshold that was asked for. */
  readonly change: ScoreChange | null;
  readonly failed: null;
}
interface Unexplained {
  readonly contributions: null;
  readonly reasons: null;
  readonly change: null;
  readonly failed: { readonly code: ErrorCode; readonly message: string };
}

interface Ports {
  readonly releases: CurrentRelease;
  readonly scorers: ChampionScorers;
  readonly log: DecisionLog;
}

/** Explains a stored decision from what it was made of. @param language of the words; English unless told */
export async function explain(
  stored: StoredDecision,
  { releases, scorers, log }: Ports,
  language?: Language,
): Promise<DecisionExplanation> {
  const choice = await choiceOf(stored, releases);
  const repetition = repetitionOf(choice, await log.repetitions(stored.id), language);
  const matter = {
    counterfactual: await findNearestChange(choice, scorers),
    recommended: readCase(stored.input).recommended ?? null,
    language,
  };
  return explainChoice(choice, { matter, repetition }, { releases, scorers });
}

/** What was found out about a choice before. */
interface Found {
  readonly matter: DecisionMatter;
  readonly repetition: Repetition | null;
}

/** Explains a choice. */
export async function explainChoice(
  choice: Choice,
  { matter, repetition }: Found,
  { releases, scorers }: Omit<Ports, 'log'>,
): Promise<DecisionExplanation> {
  const { language } = matter;
  const decision = { ...describe(choice, 'full', matter), repeated: repetition !== null };
  const [accounts, failures] = [accountsOf(choice, language), failuresOf(choice, language)];
  const { input, release } = choice.qualified;
  const catalogue = spokenFacts(release.documents);
  const traces = tracesOf(choice);
  const leaves = traces.flatMap(({ trace }) => leavesOf(trace));
  const scores = await Promise.all(
    decision.scores.map((score) => explainScore(score, { facts: input.facts, catalogue, leaves, language }, scorers)),
  );
  return {
    decision,
    answers: answersOf({ choice, decision, accounts, failures, repetition, phrases: phrasesOf(language) }),
    release: originOf(await releases.published(release.hash), choice),
    verdicts: verdictsOf(choice),
    accounts,
    failures,
    repetition,
    traces,
    scores,
  };
}

interface Circumstances {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly catalogue: FactCatalogue;
  /** Of all conditions that were looked at. */
  readonly leaves: readonly LeafTrace[];
  readonly language: Language | undefined;
}

async function explainScore(
  score: UsedScore,
  { facts, catalogue, leaves, language }: Circumstances,
  scorers: ChampionScorers,
): Promise<ExplainedScore> {
  const wanted = otherSide(score.model, leaves);
  try {
    return await scorers.use(score.model, score.version, async (scorer) => {
      const contributions = await scorer.explain(frameOf(scorer.features, [facts]), 0);
      const reasons = scoreReasons(contributions, { task: scorer.task, facts: catalogue, language });
      const change = wanted === null ? null : await nearestScoreChange({ scorer, facts, catalogue, wanted, language });
      return { ...score, contributions, reasons, change, failed: null };
    });
  } catch (error) {
    if (!isStrataError(error)) throw error;
    const failed = { code: error.code, message: error.message };
    return { ...score, contributions: null, reasons: null, change: null, failed };
  }
}

const COMPARE: Readonly<Record<string, (actual: number, bound: number) => boolean>> = {
  lessThan: (actual, bound) => actual < bound,
  lessThanInclusive: (actual, bound) => actual <= bound,
  greaterThan: (actual, bound) => actual > bound,
  greaterThanInclusive: (actual, bound) => actual >= bound,
};

/** The other side of the first threshold that was asked of the model's score; null where none was. */
function otherSide(model: string, leaves: readonly LeafTrace[]): ((score: ReadScore) => boolean) | null {
  for (const { fact, params, operator, expected, result } of leaves) {
    const compare = Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined;
    if (fact !== 'score' || params?.['model'] !== model || typeof expected !== 'number' || !compare) continue;
    const asRank = params['as'] === 'rank';
    return ({ value, rank }) => compare(asRank ? rank : value, expected) !== result;
  }
  return null;
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

import { type Language } from '#strata/kernel/texts';
import { type BinaryMetrics, type ValueMetrics } from '../../training/index.js';
import { type ChampionComparison, standing, type Standing } from './champion.js';
import { type FailureWord, type ModelPhrases, modelPhrases } from '../../words/index.js';
import { type Rival } from './rivals.js';

/** Whether a version passed stage 1, and every question that was asked. */
export interface ModelVerdict {
  /** True where no check failed. */
  readonly passed: boolean;
  /** One sentence for a marketer. */
  readonly headline: string;
  readonly checks: readonly VerdictCheck[];
}

/** One question and its answer. */
export interface VerdictCheck {
  readonly check: 'leakage' | 'better than chance' | 'human rule' | 'champion' | 'calibration';
  /** `warned`: worth knowing, but no reason to refuse. */
  readonly result: 'passed' | 'warned' | 'failed';
  readonly words: string;
  /** Of a suspicion of leakage: the features. */
  readonly features?: readonly string[];
}

/** What a verdict is made of. */
export interface Judged {
  readonly metrics: BinaryMetrics | ValueMetrics;
  readonly rivals: readonly Rival[] | null;
  readonly champion: ChampionComparison | null;
  /** See `leakageCheck`. */
  readonly leakage: VerdictCheck | null;
}

/** A calibration error below this moves no decision, however many rows prove it. */
const HARMLESS = 0.02;

/**
 * The rule of stage 1. A version passes where, on rows that it was not trained on,
 * - none of its features looks as if it were known only after the outcome, unless its document says why it is not;
 * - it is better than chance for sure: the interval of its AUC lies above 0.5 (regression: of what it explains, above 0);
 * - it is not behind the strategy's human rule for sure, nor behind the champion;
 * - its probabilities hold: the calibration error is one that a perfect model could have, or below 0.02.
 * A draw passes with a warning.
 *
 * @param language of the words, English unless told; that of the check of leakage is its own
 */
export function verdictOf(judged: Judged, language?: Language): ModelVerdict {
  const phrases = modelPhrases(language).verdict;
  const checks = [
    ...(judged.leakage === null ? [] : [judged.leakage]),
    chanceCheck(judged.metrics, phrases),
    ...humanCheck(judged, phrases),
    ...championCheck(judged, phrases),
    ...calibrationCheck(judged, phrases),
  ];
  const passed = checks.every(({ result }) => result !== 'failed');
  return { passed, headline: headlineOf(judged, checks, phrases), checks };
}

type Phrases = ModelPhrases['verdict'];

function chanceCheck(metrics: BinaryMetrics | ValueMetrics, phrases: Phrases): VerdictCheck {
  const check = 'better than chance';
  if (!('auc' in metrics)) {
    const { explained } = metrics;
    return { check, result: explained.lower > 0 ? 'passed' : 'failed', words: phrases.explains(explained) };
  }
  const { auc } = metrics;
  return { check, result: auc.lower > 0.5 ? 'passed' : 'failed', words: phrases.ranks(auc, auc.upper < 0.5) };
}

function humanCheck({ rivals }: Judged, phrases: Phrases): readonly VerdictCheck[] {
  const human = humanOf(rivals);
  if (human === undefined) return [];
  const result = standing(human.modelAhead, 'higher');
  return [{ check: 'human rule', result: resultOf(result), words: phrases.humanRule(result, human.title) }];
}

function humanOf(rivals: Judged['rivals']): Rival | undefined {
  return rivals?.find(({ selector }) => selector === 'human rule');
}

function championCheck({ champion }: Judged, phrases: Phrases): readonly VerdictCheck[] {
  if (champion === null) return [];
  const { version, result, rows } = champion;
  return [{ check: 'champion', result: resultOf(result), words: phrases.champion(result, version, rows) }];
}

function calibrationCheck({ metrics }: Judged, phrases: Phrases): readonly VerdictCheck[] {
  if (!('auc' in metrics)) return [];
  const { calibrationError: error, perfectCalibrationError: perfect } = metrics;
  const check = 'calibration';
  if (error <= perfect) return [{ check, result: 'passed', words: phrases.calibration(error, 'holds') }];
  if (error <= HARMLESS) return [{ check, result: 'warned', words: phrases.calibration(error, 'harmless') }];
  return [{ check, result: 'failed', words: phrases.calibration(error, 'off') }];
}

function headlineOf(judged: Judged, checks: readonly VerdictCheck[], phrases: Phrases): string {
  const { rivals, champion, leakage } = judged;
  const suspects = leakage?.features ?? [];
  const failed = checks.filter(({ result }) => result === 'failed');
  if (failed.length > 0) {
    return phrases.fails(
      failed.map(({ check }) => failureOf(check, judged)),
      suspects,
    );
  }
  const human = humanOf(rivals);
  const beside = human === undefined ? null : standing(human.modelAhead, 'higher');
  return phrases.passes(beside, champion?.result ?? null, suspects);
}

function failureOf(check: VerdictCheck['check'], { metrics }: Judged): FailureWord {
  if (check !== 'better than chance') return check;
  if ('auc' in metrics) return metrics.auc.upper < 0.5 ? 'wrong way round' : 'as chance';
  return metrics.explained.upper < 0 ? 'worse than the mean' : 'as chance';
}

function resultOf(result: Standing): VerdictCheck['result'] {
  if (result === 'ahead') return 'passed';
  return result === 'draw' ? 'warned' : 'failed';
}

import { fixedWords } from '#strata/kernel';
import { type BinaryMetrics, type ValueMetrics } from '../../training/index.js';
import { type ChampionComparison, standing, type Standing } from './champion.js';
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
 */
export function verdictOf(judged: Judged): ModelVerdict {
  const checks = [
    ...(judged.leakage === null ? [] : [judged.leakage]),
    chanceCheck(judged.metrics),
    ...humanCheck(judged),
    ...championCheck(judged),
    ...calibrationCheck(judged),
  ];
  const passed = checks.every(({ result }) => result !== 'failed');
  return { passed, headline: headlineOf(judged, checks, passed), checks };
}

function chanceCheck(metrics: BinaryMetrics | ValueMetrics): VerdictCheck {
  const check = 'better than chance';
  if (!('auc' in metrics)) {
    const { value, lower, upper } = metrics.explained;
    const words = `it explains ${share(value)} of the differences between people [${share(lower)} to ${share(upper)}]`;
    return { check, result: lower > 0 ? 'passed' : 'failed', words };
  }
  const { value, lower, upper } = metrics.auc;
  const turned = upper < 0.5 ? ': it ranks the wrong way round, so that whoever it calls likely is unlikely' : '';
  const words = `of one who converts and one who does not, it ranks the right one first ${times(value)} of 100 times [${times(lower)} to ${times(upper)}]; a coin gets 50${turned}`;
  return { check, result: lower > 0.5 ? 'passed' : 'failed', words };
}

function humanCheck({ rivals }: Judged): readonly VerdictCheck[] {
  const human = rivals?.find(({ selector }) => selector === 'human rule');
  if (human === undefined) return [];
  const result = standing(human.modelAhead, 'higher');
  const words = {
    ahead: `it ranks better than the human rule "${human.title}"`,
    draw: `it cannot be told from the human rule "${human.title}": use the rule, or collect more rows`,
    behind: `the human rule "${human.title}" ranks better: use the rule`,
  }[result];
  return [{ check: 'human rule', result: resultOf(result), words }];
}

function championCheck({ champion }: Judged): readonly VerdictCheck[] {
  if (champion === null) return [];
  const { version, result, rows } = champion;
  const words = {
    ahead: `it is better than the champion, version ${version}, on the same ${rows} rows`,
    draw: `it cannot be told from the champion, version ${version}, on the same ${rows} rows`,
    behind: `the champion, version ${version}, is better on the same ${rows} rows`,
  }[result];
  return [{ check: 'champion', result: resultOf(result), words }];
}

function calibrationCheck({ metrics }: Judged): readonly VerdictCheck[] {
  if (!('auc' in metrics)) return [];
  const { calibrationError: error, perfectCalibrationError: perfect } = metrics;
  const check = 'calibration';
  const off = `its probabilities are off by ${points(error)} on average`;
  if (error <= perfect)
    return [{ check, result: 'passed', words: `${off}, no more than chance would make of a perfect model` }];
  if (error <= HARMLESS) return [{ check, result: 'warned', words: `${off}: more than chance, too little to matter` }];
  return [{ check, result: 'failed', words: `${off}: do not read a threshold of 0.9 as nine in ten` }];
}

function headlineOf(judged: Judged, checks: readonly VerdictCheck[], passed: boolean): string {
  const { rivals, champion, leakage } = judged;
  const failed = checks.filter(({ result }) => result === 'failed');
  if (!passed) return `It does not pass: ${failed.map((check) => failureOf(check, judged)).join('; ')}.`;
  const human = rivals?.find(({ selector }) => selector === 'human rule');
  const parts = [
    'better than chance',
    ...(human === undefined ? [] : [`${STANDINGS[standing(human.modelAhead, 'higher')]} the human rule`]),
    ...(champion === null ? [] : [`${STANDINGS[champion.result]} the champion`]),
  ];
  const suspicion = leakage === null ? '' : `, but look at ${quoted(leakage.features)} first`;
  return `It passes${suspicion}: ${parts.join(', ')}.`;
}

function failureOf({ check, features }: VerdictCheck, { metrics }: Judged): string {
  if (check === 'leakage') return `${quoted(features)} may be known only after the outcome`;
  if (check !== 'better than chance') return FAILURES[check];
  if ('auc' in metrics) {
    return metrics.auc.upper < 0.5 ? 'it ranks the wrong way round' : 'it cannot be told from chance';
  }
  return metrics.explained.upper < 0 ? 'it is worse than always saying the mean' : 'it cannot be told from chance';
}

function quoted(names: readonly string[] = []): string {
  return names.map((name) => `"${name}"`).join(', ');
}

const FAILURES: Readonly<Record<Exclude<VerdictCheck['check'], 'leakage' | 'better than chance'>, string>> = {
  'human rule': 'the human rule is better',
  champion: 'the champion is better',
  calibration: 'its probabilities do not hold',
};

const STANDINGS: Readonly<Record<Standing, string>> = {
  ahead: 'ahead of',
  draw: 'a draw with',
  behind: 'behind',
};

function resultOf(result: Standing): VerdictCheck['result'] {
  if (result === 'ahead') return 'passed';
  return result === 'draw' ? 'warned' : 'failed';
}

function share(value: number): string {
  return `${fixedWords(100 * value, 0)} %`;
}

function times(value: number): string {
  return fixedWords(100 * value, 1);
}

function points(value: number): string {
  return `${fixedWords(100 * value, 1)} points of 100`;
}

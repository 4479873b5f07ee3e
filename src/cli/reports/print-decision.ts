import { type DecisionExplanation, type ExplainedScore } from '#strata/decisions/explanation';
import { type Decision, type Reason } from '#strata/engine';
import { restWords, verdictWords } from '#strata/models/proof/explanation';
import { printLine } from '../output/output.js';

/** An explanation as far as it is printed. */
export type PrintedExplanation = Omit<DecisionExplanation, 'traces'>;

/** What is printed beside a decision: its explanation, where one was asked for, and what was assumed. */
export interface Beside {
  readonly explanation: PrintedExplanation | null;
  /** One line each. */
  readonly assumed: readonly string[];
}

/** A decision in words: who gets what, why, what would change it, what it costs and earns, and by which release. */
export function printDecision(decision: Decision, { explanation, assumed }: Beside): void {
  printLine(headline(decision));
  for (const words of assumed) printLine(`  ${words}`);
  for (const reason of decision.reasons) printLine(`  ${reason.code.padEnd(20)} ${reasonWords(reason, decision)}`);
  if (explanation === null) {
    if (decision.nearestChange !== null) printLine(`  What would change it: ${decision.nearestChange.words}`);
  } else {
    printExplanation(explanation);
  }
  printLine(decision.dryRun === true ? '  a dry run: nothing was stored or reserved' : `  decision ${decision.id}`);
}

function headline({ outcome, offer, strategy, userId, repeated, ...decision }: Decision): string {
  const gets =
    offer === null ? { none: 'nothing', holdout: 'nothing (hold-out)', offer: '' }[outcome] : `“${offer.title}”`;
  const again = repeated ? ' (the same as before)' : '';
  return `${userId} gets ${gets} from ${strategy ?? 'no strategy'}${by(decision)}${again}`;
}

function by({ selector, arm, fallback, reasons }: Pick<Decision, 'selector' | 'arm' | 'fallback' | 'reasons'>): string {
  if (selector === null) return '';
  if (selector === 'model') return ', decided by the model';
  const isHuman = arm === 'baseline' || fallback !== null || reasons.some(({ stage }) => stage === 'baseline');
  return `, decided by ${isHuman ? 'the human rule' : 'its rules'}`;
}

/** Where several strategies were looked at, each reason says whose it is. */
function reasonWords({ strategy, words }: Reason, { reasons }: Decision): string {
  const isAlone = reasons.every((other) => other.strategy === strategy);
  return isAlone || strategy === undefined ? words : `${strategy}: ${words}`;
}

function printExplanation({ decision, answers, failures, repetition, release, scores }: PrintedExplanation): void {
  for (const { title, code, message } of failures) printLine(`  “${title}” gave no score: ${code}, ${message}`);
  for (const score of scores) printScore(score);
  for (const words of answers.change) printLine(`  What would change it: ${words}`);
  for (const words of answers.money) printLine(`  Money: ${words}`);
  if (repetition !== null) printLine(`  ${repetition.words}`);
  const title = release.title === null ? '' : `“${release.title}” of `;
  printLine(
    `  by ${title}release ${decision.release.slice(0, 'sha256:'.length + 8)}, published by ${release.by} at ${release.publishedAt}`,
  );
}

function printScore({ model, value, reasons, change, failed }: ExplainedScore): void {
  if (failed !== null) {
    printLine(`  Why ${model} says ${String(value)} is not known: ${failed.message}`);
    return;
  }
  printLine(`  Why ${model} ${verdictWords(reasons)}:`);
  for (const { words } of reasons.reasons) printLine(`    ${words}`);
  const rest = restWords(reasons);
  if (rest !== null) printLine(`    ${rest}`);
  if (change !== null) printLine(`    What would move it across the threshold: ${change.words}`);
}

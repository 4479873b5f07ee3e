import { fixedWords } from '#strata/kernel';
import { type ModelEvaluation, type ProfitReport, type Suggestion, type Trade } from '#strata/models/proof/evaluation';
import { percent, range, whole } from '#strata/platform/pages';

/** 0.0533; `never` where no score is as high. */
export function score(threshold: number | null): string {
  return threshold === null || !Number.isFinite(threshold) ? 'never' : fixedWords(threshold, 4);
}

/** What the rules of the suggested thresholds look for. */
export const RULES: Readonly<Record<Suggestion['rule'], { readonly name: string; readonly why: string }>> = {
  profit: { name: 'Pays best', why: 'the greatest expected profit on these rows' },
  knee: { name: 'Knee', why: 'from here on each further person found costs many more contacts' },
  'max-f1': { name: 'Balanced', why: 'the best balance of finding all and wasting none (greatest F1)' },
  coverage: { name: 'Fixed coverage', why: 'finds the share of people that was asked for' },
};

/** What to do with a threshold. */
function instruction({ threshold }: Pick<Trade, 'threshold'>, profit: ProfitReport | null): string {
  const from = `who scores ${score(threshold)} or more`;
  if (profit === null) return Number.isFinite(threshold) ? `Select everyone ${from}` : 'Select nobody';
  if (profit.role === 'response') return Number.isFinite(threshold) ? `Contact everyone ${from}` : 'Contact nobody';
  if (threshold === -Infinity) return 'Contact nobody';
  return Number.isFinite(threshold)
    ? `Leave out everyone ${from} (too many of them buy anyway) and contact the others`
    : 'Leave out nobody: contact everyone';
}

/** The answer to "which threshold, and what will it cost me", in two or three sentences. */
export function answer({ profit, thresholds, metrics }: ModelEvaluation): readonly string[] {
  const best = thresholds?.find(({ rule }) => rule === 'profit');
  if (profit === null || best?.money == null) return withoutMoney(thresholds ?? [], metrics.rows);
  const { money } = best;
  const people = `${whole(money.contacted)} of ${whole(metrics.rows)} people (${percent(money.share)})`;
  const increment =
    profit.basis === 'incremental'
      ? `${whole(money.conversions)} conversions, ${whole(money.increment)} of them because of the offer`
      : `${whole(money.conversions)} conversions, all counted as won (gross: nothing tells who would convert anyway)`;
  return [
    `${instruction(best, profit)}.`,
    `That is ${people}. It costs ${whole(money.cost)} and brings ${increment}: a profit of ${whole(money.profit.value)} ${range(money.profit, whole)}, where contacting everybody would bring ${whole(profit.everybody.profit)}.`,
    checkedWords(profit),
  ];
}

function withoutMoney(thresholds: readonly Suggestion[], rows: number): readonly string[] {
  const knee = thresholds.find(({ rule }) => rule === 'knee');
  if (knee === undefined) return ['There is no threshold to choose: the model predicts a value.'];
  return [
    `At the knee: select everyone who scores ${score(knee.threshold)} or more.`,
    `That is ${whole(knee.selected)} of ${whole(rows)} people (${percent(knee.share)}), ${percent(knee.precision)} of them positive, and ${percent(knee.recall)} of all positives.`,
    'What it costs and brings is not known here: say it in the fields below, or with --strategy, or with --value and --cost.',
  ];
}

function checkedWords({ checked: { overEverybody } }: ProfitReport): string {
  const gain = `${whole(overEverybody.value)} ${range(overEverybody, whole)}`;
  const how = 'Chosen on one half of the rows and applied to the other';
  if (overEverybody.lower > 0) return `${how}, such a threshold earns ${gain} more than contacting everybody.`;
  if (overEverybody.upper < 0) return `${how}, such a threshold earns less than contacting everybody: ${gain}.`;
  return `${how}, it is not proven that such a threshold earns more than contacting everybody: ${gain}.`;
}

import { fixedWords, moneyWords } from '#strata/kernel';
import { type ShownResults } from '../campaigns/campaign-calls.js';

/** What offers to some people brought. */
type ResultsOfGroup = Pick<ShownResults, 'treated' | 'holdout' | 'result'>;

/** The heads of {@link resultCells}. */
export function resultHeads(currency: string | null): readonly string[] {
  return ['converted', 'redeemed', 'held out', 'converted', ...amountHeads(currency, 'cost', 'profit'), 'return'];
}

/** What a group of people brought, in cells of a table: of those who got offers, of those held out, and in money. */
export function resultCells({ treated, holdout, result }: ResultsOfGroup): readonly (string | number)[] {
  return [
    treated.conversions,
    treated.redeemed,
    holdout.users,
    holdout.conversions,
    result === null ? '–' : moneyWords(result.cost),
    result === null ? '–' : `${moneyWords(result.profit.value)}${result.basis === 'gross' ? ' gross' : ''}`,
    result === null || result.roi === null ? '–' : `${fixedWords(100 * result.roi.value, 0)} %`,
  ];
}

/** Heads of columns of amounts: they name the currency, so that the cells need not. */
export function amountHeads(currency: string | null, ...names: readonly string[]): readonly string[] {
  return names.map((name) => (currency === null ? name : `${name} (${currency})`));
}

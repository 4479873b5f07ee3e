import { fixedWords, percentWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type ComparedSums } from './compared-table.js';
import { type ShadowReport, type ShadowScores } from './shadow-report.js';

/** What a shadow comes to, in sentences. */
export function shadowSentences({ shadow, all, scores }: Omit<ShadowReport, 'sentences' | 'at'>): readonly string[] {
  return [
    ...(all.decisions === 0 ? ['Nothing was compared yet.'] : [offersWords(all), moneyWords(all)]),
    ...(scores === null || all.decisions === 0 ? [] : [scoresWords(scores)]),
    ...lossWords(shadow),
  ];
}

/** What the candidate is expected to bring in one strategy, in a sentence. */
export function expectedWords(
  title: string,
  { decisions, gained, lost, changed, profit, ownProfit }: ComparedSums,
): string {
  return `The shadow "${title}" decides ${count(gained + lost + changed)} of ${count(decisions)} otherwise, and expects a profit of ${amount(ownProfit)} instead of ${amount(profit)}: what the experiment will show is measured on people.`;
}

function offersWords({ decisions, live, candidate, gained, lost, changed }: ShadowReport['all']): string {
  const differ = gained.decisions + lost.decisions + changed.decisions;
  const start = `Of ${count(decisions)} decisions the candidate makes an offer in ${count(candidate.offers)}, where ${count(live.offers)} were made`;
  if (differ === 0) return `${start}; it makes the same ones.`;
  return `${start}: ${count(gained.decisions)} gain an offer, ${count(lost.decisions)} lose one, ${count(changed.decisions)} get another.`;
}

function moneyWords({ live, candidate, profitAhead }: ShadowReport['all']): string {
  const draw = profitAhead.lower <= 0 && profitAhead.upper >= 0 ? ' (a draw)' : '';
  return `By what each side expects, profit is ${amount(candidate.profit)} instead of ${amount(live.profit)} and cost ${amount(candidate.cost)} instead of ${amount(live.cost)}; a decision earns ${interval(profitAhead, 4)} more${draw}.`;
}

function scoresWords({ judged, settled, converted, side, champion, candidate }: ShadowScores): string {
  const who = side === 'treated' ? 'who got an offer' : 'who were held out';
  if (judged === null) {
    return `The candidate promises ${percentWords(rounded(candidate))} on average, the version that decides ${percentWords(rounded(champion))}; the goal windows of ${count(settled)} people ${who} have ended and ${count(converted)} of them converted, which is too few to judge by.`;
  }
  const { aucAhead } = judged;
  const draw = aucAhead.lower <= 0 && aucAhead.upper >= 0 ? ' (a draw)' : '';
  return `Of ${count(settled)} people ${who} ${percentWords(rounded(converted / settled))} converted: the candidate had promised ${percentWords(rounded(judged.candidate.promised))}, the version that decides ${percentWords(rounded(judged.champion.promised))}. AUC ${interval(judged.candidate.auc, 3)} beside ${interval(judged.champion.auc, 3)}: ahead by ${interval(aucAhead, 3)}${draw}, among those whom the present decisions chose.`;
}

function lossWords({ dropped, failed, problem }: ShadowReport['shadow']): readonly string[] {
  return [
    ...(dropped > 0 ? [`${count(dropped)} decisions were left out: more came in than it could keep up with.`] : []),
    ...(failed > 0 ? [`The candidate could not make ${count(failed)} decisions.`] : []),
    ...(problem === null ? [] : [`It stands still: ${problem}`]),
  ];
}

function count(value: number): string {
  return fixedWords(value, 0);
}

function amount(value: number): string {
  return `${value < 0 ? '−' : ''}${fixedWords(Math.abs(value), 2)}`;
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}

function interval({ value, lower, upper }: Estimate, digits: number): string {
  const [v, l, u] = [value, lower, upper].map((one) => `${one < 0 ? '−' : ''}${fixedWords(Math.abs(one), digits)}`);
  return `${v ?? ''} [${l ?? ''}, ${u ?? ''}]`;
}

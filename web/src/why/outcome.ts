import { type Decision, type Verdict } from './explanation.js';
import { type WhyWords } from './words.js';

type Decided = Pick<Decision, 'outcome' | 'strategy' | 'offer' | 'stoppedBy' | 'heldOutOf'>;

/** What was decided, in a sentence. */
export function outcomeWords(decision: Decided, verdicts: readonly Verdict[], words: WhyWords): string {
  const { outcome, strategy, offer, stoppedBy, heldOutOf } = decision;
  const title = verdicts.find((verdict) => verdict.strategy === strategy)?.title ?? strategy ?? '';
  if (offer !== null) return words.outcome.offer(offer.title, title);
  if (outcome === 'holdout') return heldOutOf === 'all' ? words.outcome.holdoutOfAll : words.outcome.holdout(title);
  if (strategy === null || stoppedBy === null) return words.outcome.nobody;
  const said = verdicts.length === 1 ? words.outcome.alone : words.outcome.none;
  return said(title, words.stages[stoppedBy]);
}

/** The verdict of the strategy that a decision reports. */
export function reportedVerdict(
  { strategy }: Pick<Decision, 'strategy'>,
  verdicts: readonly Verdict[],
): Verdict | null {
  return verdicts.find((verdict) => verdict.strategy === strategy) ?? null;
}

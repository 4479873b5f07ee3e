import { type Language } from '#strata/kernel/texts';
import { type Estimate } from '#strata/statistics';
import { type Grounds, notEnough } from './not-enough.js';
import { type BacktestReport, type SelectorId, type SelectorResult, type BacktestVerdict } from '../report.js';
import { type BacktestPhrases, backtestPhrases } from '../words/index.js';

/**
 * Passes where the strategy's profit beats that of the human rule and of chance at the same audience or budget, on rows
 * after everything that its models learned from, loses to no simpler selector and does not lose money. An interval that
 * holds 0 is a draw, and a draw does not pass.
 */
export function verdictOf(grounds: Grounds): BacktestVerdict {
  const missing = notEnough(grounds);
  if (missing !== null) return { outcome: 'not enough data', sentences: missing };
  return (
    comparedVerdict(grounds) ?? {
      outcome: 'not enough data',
      sentences: ['The human rule cannot be replayed on this history.', 'Nothing is known about the models.'],
    }
  );
}

/** What the verdict on compared selectors is made of. */
export interface ComparedGrounds extends Pick<BacktestReport, 'basis' | 'plan'> {
  /** The strategy first. */
  readonly selectors: readonly ComparedSelector[];
  readonly outOfTime: boolean;
  readonly hasTime: boolean;
}

interface ComparedSelector extends Pick<SelectorResult, 'selector' | 'audience' | 'profit'> {
  readonly strategyAhead: { readonly profit: Estimate } | null;
}

/** The verdict where there is enough data, in English unless told; null where the human rule was not replayed. */
export function comparedVerdict(grounds: ComparedGrounds, language?: Language): BacktestVerdict | null {
  const phrases = backtestPhrases(language);
  const [strategy] = grounds.selectors;
  const human = find(grounds, 'human rule');
  const ahead = human?.strategyAhead?.profit;
  if (strategy === undefined || human === undefined || ahead === undefined) return null;
  const found = phrases.compared({
    plan: grounds.plan,
    people: strategy.audience,
    strategy: strategy.profit.value,
    humanRule: human.profit.value,
    ahead,
    standing: ahead.lower > 0 ? 'ahead' : ahead.upper < 0 ? 'behind' : 'draw',
  });
  const obstacle = obstacleOf(strategy, ahead, grounds);
  if (obstacle !== null) return { outcome: 'does not pass', sentences: [found, phrases.obstacles[obstacle]] };
  return { outcome: 'passes', sentences: [found, phrases.next[grounds.basis]] };
}

/** What stands in the way of the strategy; null where nothing does. */
function obstacleOf(
  { profit }: ComparedSelector,
  ahead: Estimate,
  grounds: ComparedGrounds,
): keyof BacktestPhrases['obstacles'] | null {
  const better = (['random', 'response model'] as const).find((selector) => beats(grounds, selector));
  if (better !== undefined) return better;
  if (ahead.upper < 0) return 'behind';
  if (ahead.lower <= 0) return 'draw';
  if ((find(grounds, 'random')?.strategyAhead?.profit.lower ?? 1) <= 0) return 'draw with random';
  if (profit.upper < 0) return 'loses';
  if (grounds.outOfTime) return null;
  return grounds.hasTime ? 'random rows' : 'no time';
}

function beats(grounds: ComparedGrounds, selector: SelectorId): boolean {
  return (find(grounds, selector)?.strategyAhead?.profit.upper ?? 0) < 0;
}

function find({ selectors }: ComparedGrounds, selector: SelectorId): ComparedSelector | undefined {
  return selectors.find((one) => one.selector === selector);
}

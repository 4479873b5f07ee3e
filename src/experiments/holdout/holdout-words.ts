import { fixedWords, moneyWords } from '#strata/kernel';
import { type Estimate, normalQuantile } from '#strata/statistics';
import { type Peeking, sequentialCriticalValue } from '#strata/statistics/experiments';
import { type ExperimentHealth } from '../readout/index.js';
import { type HoldoutCheck, type HoldoutFigure, type HoldoutVerdict } from './holdout-readout.js';

/** What a verdict is made of. */
interface VerdictParts {
  readonly health: ExperimentHealth;
  readonly checks: readonly HoldoutCheck[];
  readonly figures: readonly HoldoutFigure[];
  readonly began: string;
  readonly days: number;
  /** Who are not held out. */
  readonly people: number;
  readonly level: number;
  readonly peeking: Peeking;
}

/** Whoever would have to wait for longer had better hold out more people. */
const MOST_DAYS = 3 * 365;
/** Chance with which the effect that is seen would be found by then, if it is there. */
const POWER = 0.8;
/** Length of the date of an ISO moment. */
const DATE = 10;

/** Whether all strategies and campaigns together earn something, in a sentence or two. */
export function holdoutVerdict(parts: VerdictParts): HoldoutVerdict {
  const { health, checks, figures, began, days, people } = parts;
  if (health !== 'healthy') {
    const words = checks.filter(({ passed }) => !passed).map((check) => check.words);
    const before = health === 'unhealthy' ? 'No figure is told, for the two sides can not be compared: ' : '';
    return { kind: health, words: `${before}${words.join(' ')}` };
  }
  const profit = figures.find(({ figure }) => figure === 'profit');
  if (profit === undefined) return { kind: 'unknown', words: 'Nothing varies, so that nothing can be compared.' };
  const { difference, inAll } = profit;
  const since = `since ${began.slice(0, DATE)} (${fixedWords(Math.floor(days), 0)} days)`;
  const all = `${intervalWords(inAll)} in all, of the ${fixedWords(people, 0)} people who are not held out`;
  if (difference.lower > 0) {
    const words = `All strategies and campaigns together earn ${intervalWords(difference)} of profit per 1,000 people ${since}: ${all}.`;
    return { kind: 'earns', words };
  }
  if (difference.upper < 0) {
    const words = `All strategies and campaigns together lose money: ${intervalWords(difference)} of profit per 1,000 people ${since}, ${all}.`;
    return { kind: 'loses', words };
  }
  const words = `It can't be told yet whether all strategies and campaigns together earn anything: ${intervalWords(difference)} of profit per 1,000 people ${since}. ${outlook(profit, parts)}`;
  return { kind: 'open', words };
}

/** What is seen grows with the days, and its noise with their root. */
function outlook({ difference }: HoldoutFigure, { days, level, peeking }: VerdictParts): string {
  const { value, lower, upper } = difference;
  const critical = sequentialCriticalValue(days, level, peeking);
  const z = (Math.abs(value) * critical) / ((upper - lower) / 2);
  const needed = sequentialCriticalValue(peeking.tightestAt, level, peeking) + normalQuantile(POWER, 0, 1);
  const more = Math.ceil(days * (needed / z) ** 2 - days);
  if (z > 0 && days + more <= MOST_DAYS) {
    return `If it is as it looks and goes on so, about ${fixedWords(Math.max(1, more), 0)} more days tell.`;
  }
  return 'An effect as small as it looks takes more than three years to be seen with so few people held out; a larger share tells earlier.';
}

/** The finding beside what reports say that credit to an offer all that came in its window. */
export function creditedWords(credited: number, figures: readonly HoldoutFigure[]): string | null {
  const profit = figures.find(({ figure }) => figure === 'profit');
  if (profit === undefined) return null;
  return (
    `Reports that credit to offers whatever was bought in their windows would say ${moneyWords(credited)} of profit; ` +
    `beside the people who are held out it is ${intervalWords(profit.inAll)}.`
  );
}

/** In words, the last ones of every readout. */
export const DOES_NOT_PROVE: readonly string[] = [
  'Everybody counts who is known, on both sides, whether or not anybody decided about them: what few people were offered is thin per 1,000.',
  'It does not say which strategy earned it: that is what the hold-out of each tells. Nor what any of it would earn of people who are held out.',
];

function intervalWords({ value, lower, upper }: Estimate): string {
  return `${moneyWords(value)} [${moneyWords(lower)}, ${moneyWords(upper)}]`;
}

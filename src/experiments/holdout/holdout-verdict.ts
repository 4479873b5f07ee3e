import { normalQuantile } from '#strata/statistics';
import { type Peeking, sequentialCriticalValue } from '#strata/statistics/experiments';
import { type ExperimentHealth } from '../readout/index.js';
import { type ExperimentPhrases } from '../words/index.js';
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
  readonly phrases: ExperimentPhrases;
}

/** Whoever would have to wait for longer had better hold out more people. */
const MOST_DAYS = 3 * 365;
/** Chance with which the effect that is seen would be found by then, if it is there. */
const POWER = 0.8;
/** Length of the date of an ISO moment. */
const DATE = 10;

/** Whether all strategies and campaigns together earn something, in a sentence or two. */
export function holdoutVerdict(parts: VerdictParts): HoldoutVerdict {
  const { health, checks, figures, began, days, people, phrases } = parts;
  const { holdout: words, together, verdict } = phrases;
  if (health !== 'healthy') {
    const failed = together(checks.filter(({ passed }) => !passed).map((check) => check.words));
    return { kind: health, words: health === 'unhealthy' ? words.incomparable(failed) : failed };
  }
  const profit = figures.find(({ figure }) => figure === 'profit');
  if (profit === undefined) return { kind: 'unknown', words: verdict.nothingVaries };
  const { difference, inAll } = profit;
  const told = { difference, inAll, people, date: began.slice(0, DATE), days: Math.floor(days) };
  if (difference.lower > 0) return { kind: 'earns', words: words.earns(told) };
  if (difference.upper < 0) return { kind: 'loses', words: words.loses(told) };
  return { kind: 'open', words: together([words.open(told), outlook(profit, parts)]) };
}

/** What is seen grows with the days, and its noise with their root. */
function outlook({ difference }: HoldoutFigure, { days, level, peeking, phrases }: VerdictParts): string {
  const { value, lower, upper } = difference;
  const critical = sequentialCriticalValue(days, level, peeking);
  const z = (Math.abs(value) * critical) / ((upper - lower) / 2);
  const needed = sequentialCriticalValue(peeking.tightestAt, level, peeking) + normalQuantile(POWER, 0, 1);
  const more = Math.ceil(days * (needed / z) ** 2 - days);
  if (z > 0 && days + more <= MOST_DAYS) return phrases.holdout.moreDays(Math.max(1, more));
  return phrases.holdout.tooSmall;
}

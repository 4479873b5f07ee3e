import { HOLDOUT_VARIABLES, type HoldoutGoal, type HoldoutSums } from '#strata/ledger/experiments';
import { type Language } from '#strata/kernel/texts';
import { type Estimate } from '#strata/statistics';
import {
  armEffect,
  type Moments,
  type Peeking,
  returnOnInvestment,
  weighMoments,
} from '#strata/statistics/experiments';
import { experimentPhrases, type ExperimentPhrases } from '../words/index.js';
import { holdoutHealth } from './holdout-checks.js';
import { type HoldoutFigure, type HoldoutPeople, type HoldoutReadout } from './holdout-readout.js';
import { holdoutVerdict } from './holdout-verdict.js';

/** Which hold-out was read, and how. */
export interface HoldoutReading {
  readonly seed: string;
  readonly share: number;
  /** ISO 8601. */
  readonly began: string;
  readonly goals: readonly HoldoutGoal[];
  readonly currency: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Of the intervals. */
  readonly level: number;
  /** Of the sentences; English unless told. */
  readonly language?: Language;
}

const DAY = 86_400_000;
/** Figures are told of so many people. */
const PEOPLE = 1_000;
/** The intervals are tightest after half a year: long enough for a small share to tell, and nobody waits for years. */
const TIGHTEST_DAYS = 180;

const FIGURES: readonly {
  readonly figure: HoldoutFigure['figure'];
  readonly unit: HoldoutFigure['unit'];
  readonly weights: Partial<Record<(typeof HOLDOUT_VARIABLES)[number], number>>;
}[] = [
  { figure: 'conversions', unit: 'count', weights: { conversions: 1 } },
  { figure: 'revenue', unit: 'money', weights: { value: 1 } },
  { figure: 'profit', unit: 'money', weights: { earned: 1, cost: -1 } },
];

/**
 * Reads a hold-out of all from its sums. Conversions are goal events and not people: over years nearly everybody buys once. Intervals
 * hold on all days together, with days as the time of the sequence: people are there from the first day on, and it is what
 * they do that adds up. Where somebody who did much goes on doing much, the variance grows faster than the days, and
 * looks that are nearer to each other say less that is new: the sequence is wrong less often than it says.
 */
export function readHoldout(sums: HoldoutSums, reading: HoldoutReading): HoldoutReadout {
  const { seed, share, began, goals, currency, now, level } = reading;
  const days = Math.max(1, (now - Date.parse(began)) / DAY);
  const phrases = experimentPhrases(reading.language);
  const { health, checks } = holdoutHealth(sums, share, phrases);
  const peeking = { tightestAt: TIGHTEST_DAYS, reached: days };
  const figures = health === 'healthy' ? figuresOf(sums, { level, peeking }) : [];
  const others = peopleOf(sums.others);
  const credited = sums.credited - (sums.others.moments.sums[HOLDOUT_VARIABLES.indexOf('cost')] ?? 0);
  return {
    ...{ seed, share, began, days, currency, goals },
    heldOut: peopleOf(sums.heldOut),
    others,
    health,
    checks,
    verdict: holdoutVerdict({ health, checks, figures, began, days, people: others.people, level, peeking, phrases }),
    figures,
    roi: health === 'healthy' ? roiOf(sums, { level, peeking }) : null,
    credited,
    creditedWords: creditedWords(credited, figures, phrases),
    notes: notesOf(reading, phrases),
  };
}

/** The finding beside what reports say that credit to an offer all that came in its window. */
function creditedWords(
  credited: number,
  figures: readonly HoldoutFigure[],
  { holdout }: ExperimentPhrases,
): string | null {
  const profit = figures.find(({ figure }) => figure === 'profit');
  return profit === undefined ? null : holdout.credited(credited, profit.inAll);
}

/** What counts, and what it does not prove. */
function notesOf({ goals, currency }: HoldoutReading, { holdout }: ExperimentPhrases): readonly string[] {
  return [holdout.goals(goals), ...(currency === null ? [] : [holdout.currency(currency)]), ...holdout.doesNotProve];
}

function peopleOf({ moments: { people, sums }, reached }: HoldoutSums['heldOut']): HoldoutPeople {
  return { people, reached, conversions: sums[HOLDOUT_VARIABLES.indexOf('conversions')] ?? 0 };
}

interface Sequence {
  readonly level: number;
  readonly peeking: Peeking;
}

function figuresOf({ heldOut, others }: HoldoutSums, how: Sequence): readonly HoldoutFigure[] {
  return FIGURES.flatMap(({ figure, unit, weights }): readonly HoldoutFigure[] => {
    const of = (moments: Moments) => weighMoments(moments, [HOLDOUT_VARIABLES.map((name) => weights[name] ?? 0)]);
    const told = (scale: 'absolute' | 'relative') =>
      armEffect(of(heldOut.moments), of(others.moments), { kind: 'mean', adjusted: false }, { scale, ...how });
    const [difference, relative] = [told('absolute'), told('relative')];
    if (difference.status === 'unknown') return [];
    return [
      {
        ...{ figure, unit },
        heldOut: PEOPLE * difference.control,
        others: PEOPLE * difference.treatment,
        difference: times(difference.effect, PEOPLE),
        inAll: times(difference.effect, others.moments.people),
        relative: relative.status === 'unknown' ? null : relative.effect,
        pValue: difference.pValue,
      },
    ];
  });
}

function roiOf({ heldOut, others }: HoldoutSums, how: Sequence): Estimate | null {
  if (heldOut.reached > 0) return null;
  const of = (name: (typeof HOLDOUT_VARIABLES)[number]) => HOLDOUT_VARIABLES.map((one) => Number(one === name));
  return returnOnInvestment(
    weighMoments(others.moments, [of('earned'), of('cost')]),
    weighMoments(heldOut.moments, [of('earned')]),
    { margin: 1, ...how },
  );
}

function times({ value, lower, upper, level }: Estimate, factor: number): Estimate {
  return { value: value * factor, lower: lower * factor, upper: upper * factor, level };
}

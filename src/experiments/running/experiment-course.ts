import { type Estimate } from '#strata/statistics';
import { type ExperimentReadout, type MetricId } from '../readout/index.js';
import { type ReadoutQuestion } from './readout-question.js';
import { type StrategyReadout, type StrategyReadouts } from './strategy-readout.js';

/** What an experiment has shown as people came: always by intervals that hold on all days together. */
export interface ExperimentCourse {
  readonly strategy: string;
  /** Who is compared: the arms, or who got an offer with who was held out of one. */
  readonly compared: 'arms' | 'treatment';
  /** The figure that decides. */
  readonly metric: MetricId;
  /** Of the compared, the one that the others are beside. */
  readonly control: string;
  readonly unit: 'share' | 'money' | 'ratio' | null;
  readonly title: string | null;
  /** Of how many people the intervals are tightest. */
  readonly tightestAt: number;
  /** The earliest first; the last one is of all people. Empty where nobody came. */
  readonly points: readonly CoursePoint[];
}

/** What the people showed who had come until a moment, by all that they have done since. */
interface CoursePoint {
  /** ISO 8601. */
  readonly at: string;
  readonly people: number;
  /** Empty where so few people, or an unhealthy experiment, show nothing. */
  readonly arms: readonly { readonly arm: string; readonly difference: Estimate }[];
}

/**
 * Reads a strategy again and again, each time of the people who had come until a later moment: evenly many moments from the
 * first of them to the last.
 *
 * @throws StrataError as {@link StrategyReadouts.read} does
 */
export async function experimentCourse(
  readouts: Pick<StrategyReadouts, 'read'>,
  question: Omit<ReadoutQuestion, 'bands' | 'by'>,
  moments: number,
): Promise<ExperimentCourse> {
  const whole = await readouts.read(question);
  const { compared, readout } = comparedIn(whole);
  const tightestAt = question.tightestAt ?? Math.max(1, whole.plan?.people ?? readout.people);
  const alwaysValid = { ...question, tightestAt };
  const points: CoursePoint[] = [];
  for (const to of momentsBetween(whole.ran, moments)) {
    const read = comparedIn(await readouts.read({ ...alwaysValid, ...(to.isLast ? {} : { to: to.at }) })).readout;
    points.push({ at: to.at, people: read.people, arms: differencesIn(read) });
  }
  const deciding = readout.comparisons[0]?.metrics.find(({ metric }) => metric === readout.primary);
  return {
    strategy: whole.strategy,
    compared,
    metric: readout.primary,
    control: readout.control,
    unit: deciding?.unit ?? null,
    title: deciding?.title ?? null,
    tightestAt,
    points,
  };
}

function comparedIn({ arms, treatment }: StrategyReadout): {
  readonly compared: ExperimentCourse['compared'];
  readonly readout: ExperimentReadout;
} {
  if (arms !== null) return { compared: 'arms', readout: arms };
  if (treatment !== null) return { compared: 'treatment', readout: treatment };
  throw new TypeError('a strategy was read that is no experiment');
}

function momentsBetween(
  ran: StrategyReadout['ran'],
  moments: number,
): readonly { readonly at: string; readonly isLast: boolean }[] {
  if (ran === null) return [];
  const [first, last] = [Date.parse(ran.first), Date.parse(ran.last)];
  if (last === first) return [{ at: ran.last, isLast: true }];
  return Array.from({ length: moments }, (_, index) => ({
    at: new Date(first + ((last - first) * (index + 1)) / moments).toISOString(),
    isLast: index === moments - 1,
  }));
}

function differencesIn({ comparisons, primary }: ExperimentReadout): CoursePoint['arms'] {
  return comparisons.flatMap(({ arm, metrics }) =>
    metrics.filter(({ metric }) => metric === primary).map(({ difference }) => ({ arm, difference })),
  );
}

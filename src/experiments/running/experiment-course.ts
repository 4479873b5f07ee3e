import { type Strategy } from '#strata/engine';
import { type ExposedSums } from '#strata/ledger/experiments';
import { type Estimate } from '#strata/statistics';
import { type ExperimentReadout, type ExperimentSums, type MetricId } from '../readout/index.js';
import { armsExperiment, treatmentExperiment } from './strategy-sums.js';

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

/** How the sums of a strategy are compared and read. */
interface CourseReading {
  readonly control?: string;
  readonly hasBefore: boolean;
  readonly tightestAt: number;
  readonly read: (sums: ExperimentSums) => ExperimentReadout;
}

/** Reads the people who had come by each of the moments; null of a strategy that is no experiment. */
export function courseOf(strategy: Strategy, exposed: ExposedSums, reading: CourseReading): ExperimentCourse | null {
  const { read, tightestAt, ...options } = reading;
  const compared = armsExperiment(strategy, exposed, options) === null ? 'treatment' : 'arms';
  const experiment = compared === 'arms' ? armsExperiment : treatmentExperiment;
  const readAt = (sums: Pick<ExposedSums, 'arms' | 'roles'>) => {
    const people = experiment(strategy, { ...exposed, ...sums }, options);
    return people === null ? null : read(people);
  };
  const whole = readAt(exposed);
  if (whole === null) return null;
  const deciding = whole.comparisons[0]?.metrics.find(({ metric }) => metric === whole.primary);
  return {
    strategy: strategy.id,
    compared,
    metric: whole.primary,
    control: whole.control,
    unit: deciding?.unit ?? null,
    title: deciding?.title ?? null,
    tightestAt,
    points: exposed.moments.map((moment) => {
      const told = readAt(moment);
      const at = new Date(moment.at).toISOString();
      return { at, people: told?.people ?? 0, arms: told === null ? [] : differencesIn(told) };
    }),
  };
}

function differencesIn({ comparisons, primary }: ExperimentReadout): CoursePoint['arms'] {
  return comparisons.flatMap(({ arm, metrics }) =>
    metrics.filter(({ metric }) => metric === primary).map(({ difference }) => ({ arm, difference })),
  );
}

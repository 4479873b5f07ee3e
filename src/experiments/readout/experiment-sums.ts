import { type Moments } from '#strata/statistics/experiments';

/**
 * What is known of each person of an experiment: whether it converted (1 or 0), the value of its conversions and what it
 * cost, in money; and a figure from before the experiment (what it spent then) that takes noise away.
 */
export type PersonVariable = 'converted' | 'value' | 'cost' | 'before';

/** The people of an arm, as sums: all that a readout needs, whoever added them up. */
export interface ArmSums {
  readonly arm: string;
  /** Planned, of all arms; of any sum. */
  readonly share: number;
  /** Of the experiment's variables, in their order. */
  readonly moments: Moments;
}

/** An experiment as sums. */
export interface ExperimentSums {
  /** Those that are known; `converted` always is. */
  readonly variables: readonly PersonVariable[];
  /** The arm that the others are compared with. */
  readonly control: string;
  readonly arms: readonly ArmSums[];
  /** People who were seen in more than one arm; they are in none of the sums. */
  readonly inSeveralArms: number;
  /** How long it has run; null where nobody knows. */
  readonly days: number | null;
  /** The same people by what they are, for effects by segment. */
  readonly segments: readonly PeopleSegment[];
}

/** People of an experiment who have something in common. */
export interface PeopleSegment {
  /** What tells them apart, such as a column. */
  readonly by: string;
  readonly value: string;
  readonly arms: readonly ArmSums[];
}

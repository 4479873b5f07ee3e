import { fixedWords, numberWords, percentWords } from '#strata/kernel';
import { sampleRatio } from '#strata/statistics/experiments';
import { type ArmSums, type ExperimentSums } from './experiment-sums.js';

/** Something that must hold before a figure of an experiment means anything. */
export interface HealthCheck {
  readonly check: 'sample ratio' | 'several arms' | 'enough people';
  readonly passed: boolean;
  readonly words: string;
  /** Where it did not pass: what usually is behind it, the likeliest first. */
  readonly causes: readonly string[];
}

/** Healthy; unhealthy, so that no figure is told; or unknown, because there are too few people yet. */
export type ExperimentHealth = 'healthy' | 'unhealthy' | 'unknown';

/** More people than this share in several arms, and arms are no longer apart. */
const MOST_IN_SEVERAL = 0.01;
/** Fewer of an arm say nothing, and intervals of normal sums don't hold for fewer conversions. */
export const LEAST = { people: 100, conversions: 10 } as const;

/** All checks, and what follows from them. */
export function healthOf(sums: ExperimentSums): {
  readonly health: ExperimentHealth;
  readonly checks: readonly HealthCheck[];
} {
  const [ratio, several, enough] = [sampleRatioCheck(sums), severalArmsCheck(sums), enoughOf(sums)];
  const health = !ratio.passed || !several.passed ? 'unhealthy' : enough.passed ? 'healthy' : 'unknown';
  return { health, checks: [ratio, several, enough] };
}

function enoughOf({ arms }: ExperimentSums): HealthCheck {
  return enoughCheck(
    arms.map(({ arm, moments }) => ({ name: arm, moments })),
    'every arm',
  );
}

function sampleRatioCheck({ arms }: ExperimentSums): HealthCheck {
  const seen = arms.map(({ moments }) => moments.people);
  const { chiSquare, pValue, mismatch } = sampleRatio(
    seen,
    arms.map(({ share }) => share),
  );
  const people = seen.reduce((sum, count) => sum + count, 0);
  const shares = arms.reduce((sum, { share }) => sum + share, 0);
  const told = arms.map(
    ({ arm, share }, index) =>
      `${fixedWords(seen[index] ?? 0, 0)} in ${arm} (${percentWords(round((seen[index] ?? 0) / people))}, planned ${percentWords(round(share / shares))})`,
  );
  return {
    check: 'sample ratio',
    passed: !mismatch,
    words: mismatch
      ? `People did not come to the arms as planned: ${told.join(', ')}; χ² ${numberWords(chiSquare)}, by chance once in more than a thousand experiments.`
      : `People came to the arms as planned: ${told.join(', ')}; p ${numberWords(round(pValue))}.`,
    causes: mismatch
      ? [
          'The shares of the arms were changed while it ran, and people of both times are read together.',
          'People of one arm are lost before they are counted: a filter, a bounce, a consent that only one arm asks for.',
          'People of one arm are counted more often: bots, reloads, ids that are made anew.',
          'The planned shares that the readout was told are not those that were drawn by.',
        ]
      : [],
  };
}

function severalArmsCheck({ arms, inSeveralArms }: ExperimentSums): HealthCheck {
  const people = arms.reduce((sum, { moments }) => sum + moments.people, inSeveralArms);
  const share = people === 0 ? 0 : inSeveralArms / people;
  const passed = share <= MOST_IN_SEVERAL;
  const told = `${fixedWords(inSeveralArms, 0)} of ${fixedWords(people, 0)} people were seen in several arms`;
  return {
    check: 'several arms',
    passed,
    words: passed
      ? `${told}; they are left out.`
      : `${told} (${percentWords(round(share))}, at most ${percentWords(MOST_IN_SEVERAL)}).`,
    causes: passed
      ? []
      : [
          'The same person has several ids, drawn one by one: a browser before it logs in, and the customer after.',
          'The seed or the shares were changed while it ran, and people were drawn anew.',
        ],
  };
}

/** People of an experiment who are compared with others: an arm, or a side of a hold-out. */
interface ComparedPeople {
  /** As the subject of a sentence. */
  readonly name: string;
  readonly moments: ArmSums['moments'];
}

/** Whether all have people and conversions enough for a figure. @param each how every one of them is called: "every arm" */
export function enoughCheck(compared: readonly ComparedPeople[], each: string): HealthCheck {
  const few = compared.filter(
    ({ moments }) => moments.people < LEAST.people || (moments.sums[0] ?? 0) < LEAST.conversions,
  );
  const told = few.map(
    ({ name, moments }) =>
      `${name} has ${fixedWords(moments.people, 0)} people and ${fixedWords(moments.sums[0] ?? 0, 0)} conversions`,
  );
  const needed = `at least ${LEAST.people} people and ${LEAST.conversions} conversions`;
  return {
    check: 'enough people',
    passed: few.length === 0,
    words:
      few.length === 0
        ? `${each.charAt(0).toUpperCase()}${each.slice(1)} has ${needed}.`
        : `Too little to say anything yet: ${told.join(', ')}; ${each} needs ${needed}.`,
    causes: [],
  };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

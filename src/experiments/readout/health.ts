import { sampleRatio } from '#strata/statistics/experiments';
import { type ExperimentPhrases, type LeastPeople } from '../words/index.js';
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
export function healthOf(
  sums: ExperimentSums,
  phrases: ExperimentPhrases,
): {
  readonly health: ExperimentHealth;
  readonly checks: readonly HealthCheck[];
} {
  const [ratio, several, enough] = [
    sampleRatioCheck(sums, phrases),
    severalArmsCheck(sums, phrases),
    enoughOf(sums, phrases),
  ];
  const health = !ratio.passed || !several.passed ? 'unhealthy' : enough.passed ? 'healthy' : 'unknown';
  return { health, checks: [ratio, several, enough] };
}

function enoughOf({ arms }: ExperimentSums, phrases: ExperimentPhrases): HealthCheck {
  return enoughCheck(
    arms.map(({ arm, moments }) => ({ name: arm, moments })),
    'arms',
    phrases,
  );
}

function sampleRatioCheck({ arms }: ExperimentSums, { health }: ExperimentPhrases): HealthCheck {
  const seen = arms.map(({ moments }) => moments.people);
  const { chiSquare, pValue, mismatch } = sampleRatio(
    seen,
    arms.map(({ share }) => share),
  );
  const people = seen.reduce((sum, count) => sum + count, 0);
  const shares = arms.reduce((sum, { share }) => sum + share, 0);
  const came = arms.map(({ arm, share }, index) => {
    const own = seen[index] ?? 0;
    return { arm, people: own, share: own / people, planned: share / shares };
  });
  return {
    check: 'sample ratio',
    passed: !mismatch,
    words: mismatch ? health.notAsPlanned(came, chiSquare) : health.asPlanned(came, pValue),
    causes: mismatch ? health.notAsPlannedCauses : [],
  };
}

function severalArmsCheck({ arms, inSeveralArms }: ExperimentSums, { health }: ExperimentPhrases): HealthCheck {
  const people = arms.reduce((sum, { moments }) => sum + moments.people, inSeveralArms);
  const share = people === 0 ? 0 : inSeveralArms / people;
  const passed = share <= MOST_IN_SEVERAL;
  const part = { some: inSeveralArms, people, share, most: MOST_IN_SEVERAL };
  return {
    check: 'several arms',
    passed,
    words: passed ? health.inSeveral(part) : health.inSeveralTooMany(part),
    causes: passed ? [] : health.inSeveralCauses,
  };
}

/** People of an experiment who are compared with others: an arm, or a side of a hold-out. */
interface ComparedPeople {
  /** As the subject of a sentence. */
  readonly name: string;
  readonly moments: ArmSums['moments'];
}

/** Whether all have people and conversions enough for a figure. */
export function enoughCheck(
  compared: readonly ComparedPeople[],
  of: LeastPeople['of'],
  { health }: ExperimentPhrases,
): HealthCheck {
  const few = compared.flatMap(({ name, moments: { people, sums } }) => {
    const conversions = sums[0] ?? 0;
    return people < LEAST.people || conversions < LEAST.conversions ? [{ name, people, conversions }] : [];
  });
  const least = { of, ...LEAST };
  return {
    check: 'enough people',
    passed: few.length === 0,
    words: few.length === 0 ? health.enough(least) : health.tooFew(few, least),
    causes: [],
  };
}

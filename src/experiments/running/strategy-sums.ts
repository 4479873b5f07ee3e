import { armsOf, type Strategy } from '#strata/engine';
import { EXPOSED_VARIABLES, type ExposedSums, type GroupedSums } from '#strata/ledger/experiments';
import { noMoments } from '#strata/statistics/experiments';
import { type ArmSums, type ExperimentSums } from '../readout/index.js';

const DAY = 86_400_000;

/** How the ledger is read. */
interface SumsOptions {
  /** The arm that the others are compared with; the first by the human rule unless told, else the first. */
  readonly control?: string;
  /** Whether what people spent before is among the sums. */
  readonly hasBefore: boolean;
}

/** The arms of a strategy as an experiment; null where it has none. People are where they were drawn, whatever they got. */
export function armsExperiment(
  { experiment }: Strategy,
  { arms, ran }: ExposedSums,
  options: SumsOptions,
): ExperimentSums | null {
  const planned = armsOf(experiment).filter(({ share }) => share > 0);
  if (planned.length < 2) return null;
  const control = options.control ?? planned.find(({ by }) => by === 'baseline')?.id ?? planned[0]?.id ?? '';
  return experimentOf(arms, planned, { ran, control, ...options });
}

/** Offers as an experiment: who was treated beside who was held out; null where nobody is held out. */
export function treatmentExperiment(
  { experiment }: Strategy,
  { roles, ran }: ExposedSums,
  options: Pick<SumsOptions, 'hasBefore'>,
): ExperimentSums | null {
  const holdout = experiment?.holdout ?? 0;
  if (holdout <= 0 || holdout >= 1) return null;
  const planned = [
    { id: 'treated', share: 1 - holdout },
    { id: 'held-out', share: holdout },
  ];
  return experimentOf(roles, planned, { ran, control: 'held-out', ...options });
}

function experimentOf(
  { groups, inSeveral }: GroupedSums,
  planned: readonly { readonly id: string; readonly share: number }[],
  { ran, control, hasBefore }: { readonly control: string; readonly hasBefore: boolean } & Pick<ExposedSums, 'ran'>,
): ExperimentSums {
  return {
    variables: hasBefore ? EXPOSED_VARIABLES : EXPOSED_VARIABLES.filter((variable) => variable !== 'before'),
    control,
    arms: planned.map(({ id, share }): ArmSums => {
      return { arm: id, share, moments: groups.get(id) ?? noMoments(EXPOSED_VARIABLES.length) };
    }),
    inSeveralArms: inSeveral,
    days: ran === null ? null : Math.max(1, (ran.last - ran.first) / DAY),
    segments: [],
  };
}

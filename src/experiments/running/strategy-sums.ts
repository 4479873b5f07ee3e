import { armsOf, type Strategy } from '#strata/engine';
import {
  type BandedSums,
  EXPOSED_VARIABLES,
  type ExposedSums,
  type GroupedSums,
  type PartSums,
} from '#strata/ledger/experiments';
import { noMoments } from '#strata/statistics/experiments';
import { type ArmSums, bandNames, type ExperimentSums, type PeopleSegment } from '../readout/index.js';
import { experimentPhrases, type ExperimentPhrases } from '../words/index.js';

const DAY = 86_400_000;

/** How the ledger is read. */
interface SumsOptions {
  /** The arm that the others are compared with; the first by the human rule unless told, else the first. */
  readonly control?: string;
  /** Whether what people spent before is among the sums. */
  readonly hasBefore: boolean;
  /** Of what segments are called; English unless told. */
  readonly phrases?: ExperimentPhrases;
}

/** The arms of a strategy as an experiment; null where it has none. People are where they were drawn, whatever they got. */
export function armsExperiment(
  { experiment }: Strategy,
  { arms, parts, ran }: ExposedSums,
  options: SumsOptions,
): ExperimentSums | null {
  const planned = armsOf(experiment).filter(({ share }) => share > 0);
  if (planned.length < 2) return null;
  const control = options.control ?? planned.find(({ by }) => by === 'baseline')?.id ?? planned[0]?.id ?? '';
  const sums = experimentOf(arms, planned, { ran, control, ...options });
  return { ...sums, segments: partSegments(parts, planned, 'arms') };
}

/** Offers as an experiment: who was treated beside who was held out; null where nobody is held out. */
export function treatmentExperiment(
  strategy: Strategy,
  { roles, bands, parts, ran }: ExposedSums,
  { phrases = experimentPhrases(), ...options }: Pick<SumsOptions, 'hasBefore' | 'phrases'>,
): ExperimentSums | null {
  if (!isHeldOut(strategy)) return null;
  const { holdout = 0 } = strategy.experiment ?? {};
  const planned = [
    { id: 'treated', share: 1 - holdout },
    { id: 'held-out', share: holdout },
  ];
  const experiment = experimentOf(roles, planned, { ran, control: 'held-out', ...options });
  return {
    ...experiment,
    segments: [
      ...partSegments(parts, planned, 'roles'),
      ...(bands === null ? [] : bandSegments(bands, planned, phrases)),
    ],
  };
}

/** Whether some of those are held out who would get an offer, and not all. */
export function isHeldOut({ experiment }: { readonly experiment?: { readonly holdout?: number } }): boolean {
  const holdout = experiment?.holdout ?? 0;
  return holdout > 0 && holdout < 1;
}

function partSegments(
  parts: readonly PartSums[],
  planned: PlannedArms,
  compared: 'arms' | 'roles',
): readonly PeopleSegment[] {
  return parts.flatMap(({ name, values }) =>
    values
      .filter((value) => value[compared].size > 0)
      .map((value) => ({ by: name, value: value.value, arms: armsOfGroups(value[compared], planned) })),
  );
}

function bandSegments(
  { model, edges, bands }: BandedSums,
  planned: PlannedArms,
  phrases: ExperimentPhrases,
): readonly PeopleSegment[] {
  const names = bandNames(edges, phrases);
  return bands.flatMap((groups, band) => {
    if (groups.size === 0) return [];
    return [{ by: phrases.apart.inBands(model), value: names[band] ?? '', arms: armsOfGroups(groups, planned) }];
  });
}

type PlannedArms = readonly { readonly id: string; readonly share: number }[];

function armsOfGroups(groups: GroupedSums['groups'], planned: PlannedArms): readonly ArmSums[] {
  return planned.map(({ id, share }) => {
    return { arm: id, share, moments: groups.get(id) ?? noMoments(EXPOSED_VARIABLES.length) };
  });
}

function experimentOf(
  { groups, inSeveral }: GroupedSums,
  planned: PlannedArms,
  { ran, control, hasBefore }: { readonly control: string; readonly hasBefore: boolean } & Pick<ExposedSums, 'ran'>,
): ExperimentSums {
  return {
    variables: hasBefore ? EXPOSED_VARIABLES : EXPOSED_VARIABLES.filter((variable) => variable !== 'before'),
    control,
    arms: armsOfGroups(groups, planned),
    inSeveralArms: inSeveral,
    days: ran === null ? null : Math.max(1, (ran.last - ran.first) / DAY),
    segments: [],
  };
}

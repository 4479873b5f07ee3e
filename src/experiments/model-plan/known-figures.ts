import { armsOf, type Strategy } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type ShadowTraffic } from '#strata/decisions/shadows';
import { EXPOSED_VARIABLES, type ExposedSums } from '#strata/ledger/experiments';
import {
  addMoments,
  covariancesOf,
  meansOf,
  type Moments,
  type PlannedMetric,
  weighMoments,
} from '#strata/statistics/experiments';
import { experimentPhrases, type ExperimentPhrases } from '../words/index.js';
import { LEAST } from '../readout/index.js';

const DAY = 86_400_000;

/** What is known of the people whom an experiment would draw, as they are without it. */
export interface KnownFigures {
  /** By what decides. */
  readonly metrics: Readonly<Record<'conversion' | 'value' | 'profit', PlannedMetric>>;
  /** Who come a day. */
  readonly peoplePerDay: number;
  /** Where the figures come from, in a sentence. */
  readonly words: string;
}

/**
 * The figures of the arm by the human rule, where one has run; else those of who was treated and who was held out until now, in
 * the shares in which a shadow saw people get an offer and not. Null where neither has enough people.
 */
export function knownFigures(
  strategy: Strategy,
  exposed: ExposedSums,
  traffic: ShadowTraffic | null,
  language?: Language,
): KnownFigures | null {
  const { planning } = experimentPhrases(language);
  const known = ofBaseline(strategy, exposed, planning);
  return known ?? (traffic === null ? null : ofShadow(strategy, exposed, traffic, planning));
}

function ofBaseline(
  { experiment, goal }: Strategy,
  { arms, ran }: ExposedSums,
  planning: ExperimentPhrases['planning'],
): KnownFigures | null {
  const arm = armsOf(experiment).find(({ by }) => by === 'baseline')?.id ?? '';
  const moments = arms.groups.get(arm);
  if (ran === null || moments === undefined || !isEnough(moments)) return null;
  const all = [...arms.groups.values()].reduce((sum, { people }) => sum + people, 0);
  const days = Math.max(1, (ran.last - ran.first) / DAY);
  return {
    metrics: metricsOfPeople(moments, goal.margin),
    peoplePerDay: all / days,
    words: planning.knownOfArm({ arm, people: moments.people, days }),
  };
}

function ofShadow(
  { goal }: Strategy,
  { roles }: ExposedSums,
  traffic: ShadowTraffic,
  planning: ExperimentPhrases['planning'],
): KnownFigures | null {
  const [treated, heldOut] = [roles.groups.get('treated'), roles.groups.get('held-out')];
  const { people, decisions, offers, share, days } = traffic;
  if (treated === undefined || heldOut === undefined || decisions === 0) return null;
  if (!isEnough(treated) || heldOut.people < LEAST.people) return null;
  const offered = offers / decisions;
  const mixed = addMoments(asIf(treated, offered * people), asIf(heldOut, (1 - offered) * people));
  return {
    metrics: metricsOfPeople(mixed, goal.margin),
    peoplePerDay: people / share / Math.max(1, days),
    words: planning.knownOfShadow({
      ...{ shadow: traffic.title, people, offered: rounded(offered) },
      ...{ treated: treated.people, heldOut: heldOut.people },
    }),
  };
}

function isEnough({ people, sums }: Moments): boolean {
  return people >= LEAST.people && (sums[0] ?? 0) >= LEAST.conversions;
}

/** The same people, as if they were so many. */
function asIf({ people, sums, products }: Moments, wanted: number): Moments {
  const factor = wanted / people;
  return {
    people: wanted,
    sums: sums.map((sum) => sum * factor),
    products: products.map((row) => row.map((product) => product * factor)),
  };
}

function metricsOfPeople(moments: Moments, margin: number): KnownFigures['metrics'] {
  const weightOf = (weights: Partial<Record<(typeof EXPOSED_VARIABLES)[number], number>>) =>
    EXPOSED_VARIABLES.map((variable) => weights[variable] ?? 0);
  const meanOf = (weights: readonly number[]): PlannedMetric => {
    const own = weighMoments(moments, [weights]);
    const [mean = 0] = meansOf(own);
    return { kind: 'mean', mean, deviation: Math.sqrt(Math.max(0, covariancesOf(own)[0]?.[0] ?? 0)) };
  };
  return {
    conversion: { kind: 'proportion', rate: meansOf(moments)[0] ?? 0 },
    value: meanOf(weightOf({ value: 1 })),
    profit: meanOf(weightOf({ value: margin, cost: -1 })),
  };
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}

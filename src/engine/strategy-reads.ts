import { type ConditionOrSegment } from './condition-documents.js';
import { type CampaignObjective } from './campaign-documents.js';
import { armsOf, type ExperimentArm, policyOf, type Strategy, type RankBy } from './strategy-documents.js';

/**
 * What a condition may read beside the facts of the catalogue: in a segment nothing, in a trigger the person's events,
 * in a predictive condition scores too.
 */
export const LAYERS = {
  segment: [],
  trigger: ['events'],
  predictive: ['events', 'score'],
} as const satisfies Record<string, readonly ('events' | 'score')[]>;
export type Layer = keyof typeof LAYERS;

/** A condition of a strategy: where it stands and what it may read. */
export interface PlacedCondition {
  readonly condition: ConditionOrSegment;
  /** JSON pointer in the strategy. */
  readonly pointer: string;
  readonly layer: Layer;
}

/** A fact or a model that a strategy names outside of its conditions; the pointer is that of what names it. */
interface PlacedName {
  readonly name: string;
  readonly pointer: string;
}

/** What a strategy reads, each by its place, in the order of a decision. */
export interface StrategyReads {
  readonly conditions: readonly PlacedCondition[];
  /** The facts of its money, its rankings and its policies. */
  readonly facts: readonly PlacedName[];
  /** The models of its money and its rankings. */
  readonly models: readonly PlacedName[];
}

/** What a strategy reads itself, its human rule included; what a segment or a model reads is theirs to tell. */
export function readsOf(strategy: Strategy): StrategyReads {
  const { goal, segment, trigger, predictive, baseline, offers, experiment } = strategy;
  const sources: readonly (readonly [source: unknown, pointer: string])[] = [
    [goal.orderValue, '/goal/orderValue'],
    [goal.natural, '/goal/natural'],
    ...offers.map(({ response }, index) => [response, `/offers/${index}/response`] as const),
    [predictive?.rankBy, '/predictive/rankBy'],
    [baseline.rankBy, '/baseline/rankBy'],
    ...armsOf(experiment).flatMap((arm, place) => contextOf(arm, place)),
  ];
  return {
    conditions: [
      ...placed(segment, '/segment', 'segment'),
      ...placed(trigger, '/trigger', 'trigger'),
      ...placed(predictive?.when, '/predictive/when', 'predictive'),
      ...placed(baseline.when, '/baseline/when', 'trigger'),
      ...offers.flatMap(({ when }, index) => placed(when, `/offers/${index}/when`, 'predictive')),
    ],
    facts: sources.flatMap(([source, pointer]) => named('fact', source, pointer)),
    models: sources.flatMap(([source, pointer]) => named('model', source, pointer)),
  };
}

/** What a policy reads, where the arms stand as a list. */
function contextOf(arm: ExperimentArm, place: number): readonly (readonly [source: unknown, pointer: string])[] {
  return (policyOf(arm)?.context ?? []).map((read, index) => [
    typeof read === 'string' ? { fact: read } : read,
    `/experiment/arms/${place}/by/context/${index}`,
  ]);
}

function placed(condition: ConditionOrSegment | undefined, pointer: string, layer: Layer): PlacedCondition[] {
  return condition === undefined ? [] : [{ condition, pointer, layer }];
}

function named(kind: 'fact' | 'model', source: unknown, pointer: string): PlacedName[] {
  if (typeof source !== 'object' || source === null) return [];
  const name = (source as Readonly<Record<string, unknown>>)[kind];
  return typeof name === 'string' ? [{ name, pointer }] : [];
}

/**
 * What decides who comes first in arms that go by models: the objective that the campaign names, else the order that its
 * strategy names (`predictive.rankBy`), else profit.
 */
export function campaignAim(
  { objective }: { readonly objective?: CampaignObjective | undefined },
  { predictive }: Pick<Strategy, 'predictive'>,
): CampaignObjective | RankBy {
  return objective ?? predictive?.rankBy ?? 'profit';
}

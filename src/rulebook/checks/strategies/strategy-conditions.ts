import { type ConditionOrSegment, type Strategy } from '#strata/engine';
import { type Layer } from '../conditions.js';

/** A condition of a strategy, where it stands and what it may read. */
export interface PlacedCondition {
  readonly condition: ConditionOrSegment;
  readonly pointer: string;
  readonly layer: Layer;
}

/** All conditions of a strategy with their layers. */
export function conditionsOf({ segment, trigger, predictive, baseline, offers }: Strategy): PlacedCondition[] {
  const placed = (condition: ConditionOrSegment | undefined, pointer: string, layer: Layer) =>
    condition === undefined ? [] : [{ condition, pointer, layer }];
  return [
    ...placed(segment, '/segment', 'segment'),
    ...placed(trigger, '/trigger', 'trigger'),
    ...placed(predictive?.when, '/predictive/when', 'predictive'),
    ...placed(baseline.when, '/baseline/when', 'trigger'),
    ...offers.flatMap(({ when }, index) => placed(when, `/offers/${index}/when`, 'predictive')),
  ];
}

import { hashShares } from '#strata/kernel';
import type { Arm, Experiment, DecisionInput } from '../index.js';

/** The id that arm and hold-out of a strategy are drawn by: the person's, unless it was drawn by another one before. */
export function drawnId(
  { userId, person, drawnAs }: Pick<DecisionInput, 'userId' | 'person' | 'drawnAs'>,
  strategy: string,
): string {
  const earlier = drawnAs !== undefined && Object.hasOwn(drawnAs, strategy) ? drawnAs[strategy] : undefined;
  return earlier ?? person ?? userId;
}

/** An arm of an experiment, and the way on which its people go. */
export interface ExperimentArm {
  readonly id: Arm;
  /** Share of the people, 0 to 1. */
  readonly share: number;
  readonly by: Arm;
}

/** How the people of a strategy are drawn, by the id of {@link drawnId}. */
export interface Draws {
  /** Empty where the strategy has no arms. */
  readonly arms: readonly ExperimentArm[];
  /** Whether {@link isHeldOut} may ever hold. */
  readonly holdsOut: boolean;
  /** The place of a person's arm; −1 where there are no arms. */
  armOf(id: string): number;
  isHeldOut(id: string): boolean;
}

/**
 * The draws of an experiment; without one nobody is drawn. Who falls where is the hash of `seed:arm:id`, and independently
 * of it of `seed:holdout:id`: the same person falls on the same place for ever, on every machine; no draw is stored.
 */
export function drawsOf(experiment: Experiment | undefined): Draws {
  const arms = armsOf(experiment);
  const { seed = '', holdout = 0 } = experiment ?? {};
  const placeOf = hashShares(`${seed}:arm:`);
  const holdoutPlaceOf = hashShares(`${seed}:holdout:`);
  return Object.freeze({
    arms,
    holdsOut: holdout > 0,
    armOf: (id: string) => (arms.length === 0 ? -1 : armAt(arms, placeOf(id))),
    isHeldOut: (id: string) => holdout > 0 && holdoutPlaceOf(id) < holdout,
  });
}

function armsOf(experiment: Experiment | undefined): readonly ExperimentArm[] {
  if (experiment?.arms === undefined) return Object.freeze([]);
  const { model, baseline } = experiment.arms;
  return Object.freeze([
    Object.freeze({ id: 'model', share: model, by: 'model' } as const),
    Object.freeze({ id: 'baseline', share: baseline, by: 'baseline' } as const),
  ]);
}

/** Arms lie side by side on [0, 1) in their order; the last one takes what is left. */
function armAt(arms: readonly ExperimentArm[], place: number): number {
  let end = 0;
  for (let arm = 0; arm < arms.length - 1; arm++) {
    end += arms[arm]?.share ?? 0;
    if (place < end) return arm;
  }
  return arms.length - 1;
}

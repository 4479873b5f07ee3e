import { hashShares } from '#strata/kernel';
import { type PackedTexts } from '#strata/kernel/texts';
import { armsOf } from '../index.js';
import type { DecisionInput, Experiment, ExperimentArm } from '../index.js';

/** The id that arm and hold-out of a strategy are drawn by: the person's, unless it was drawn by another one before. */
export function drawnId(
  { userId, person, drawnAs }: Pick<DecisionInput, 'userId' | 'person' | 'drawnAs'>,
  strategy: string,
): string {
  const earlier = drawnAs !== undefined && Object.hasOwn(drawnAs, strategy) ? drawnAs[strategy] : undefined;
  return earlier ?? person ?? userId;
}

/**
 * How the people of a strategy are drawn, by the id of {@link drawnId}: where they fall on [0, 1) by the first 52 bits of
 * SHA-256 of `seed:purpose:id`, with a purpose of its own for arm and hold-out, so that the one tells nothing of the other.
 * The same id falls on the same place for ever, on every machine; no draw is stored.
 */
export interface Draws {
  /** Empty where the strategy has no arms. */
  readonly arms: readonly ExperimentArm[];
  /** Whether {@link isHeldOut} may ever hold. */
  readonly holdsOut: boolean;
  /** The place of a person's arm; −1 where there are no arms. */
  armOf(id: string): number;
  armAt(ids: PackedTexts, place: number): number;
  isHeldOut(id: string): boolean;
  isHeldOutAt(ids: PackedTexts, place: number): boolean;
}

/** The draws of an experiment; without one nobody is drawn. */
export function drawsOf(experiment: Experiment | undefined): Draws {
  const arms = Object.freeze(armsOf(experiment));
  const { seed = '', holdout = 0 } = experiment ?? {};
  const ends = endsOf(arms);
  const armPoints = hashShares(`${seed}:arm:`);
  const holdoutPoints = hashShares(`${seed}:holdout:`);
  return Object.freeze({
    arms,
    holdsOut: holdout > 0,
    armOf: (id: string) => (arms.length === 0 ? -1 : placeIn(ends, armPoints.of(id))),
    armAt: (ids: PackedTexts, place: number) => (arms.length === 0 ? -1 : placeIn(ends, armPoints.at(ids, place))),
    isHeldOut: (id: string) => holdout > 0 && holdoutPoints.of(id) < holdout,
    isHeldOutAt: (ids: PackedTexts, place: number) => holdout > 0 && holdoutPoints.at(ids, place) < holdout,
  });
}

/** Where each arm ends on [0, 1): they lie side by side, and the last one that has a share takes what is left. */
function endsOf(arms: readonly ExperimentArm[]): readonly number[] {
  const last = arms.findLastIndex(({ share }) => share > 0);
  let end = 0;
  return arms.map(({ share }, arm) => {
    end += share;
    return arm < last ? end : 1;
  });
}

function placeIn(ends: readonly number[], point: number): number {
  let arm = 0;
  while (point >= (ends[arm] ?? 1)) arm += 1;
  return arm;
}

import { hashShares } from '#strata/kernel';
import { type PackedTexts } from '#strata/kernel/texts';
import { armsOf, wayOf } from '../index.js';
import type { DecisionInput, Experiment, ExperimentArm, Way } from '../index.js';

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
 * SHA-256 of `seed:purpose:id`, with a purpose of its own for namespace, arm and hold-out, so that the one tells nothing of
 * the others. The same id falls on the same place for ever, on every machine; no draw is stored. See `docs/assignment.md`.
 */
export interface Draws {
  /** Empty where the strategy has no arms. */
  readonly arms: readonly ExperimentArm[];
  /** Whether {@link isHeldOut} may ever hold. */
  readonly holdsOut: boolean;
  /** From 1 on. */
  readonly phase: number;
  /** The place of a person's arm; −1 where there are no arms, or the person takes no part. */
  armOf(id: string): number;
  armAt(ids: PackedTexts, place: number): number;
  /** Who decides for the people of an arm, −1 for those without one; null where nothing is offered to these. */
  wayOf(arm: number): Way | null;
  /** The part of all limits that the people of an arm may use, −1 for those without one; 0 to 1. */
  limitShare(arm: number): number;
  isHeldOut(id: string): boolean;
  isHeldOutAt(ids: PackedTexts, place: number): boolean;
}

/** The draws of an experiment; without one nobody is drawn. */
export function drawsOf(experiment: Experiment | undefined): Draws {
  const arms = Object.freeze(armsOf(experiment));
  const { seed = '', holdout = 0, coverage = 1, namespace, otherwise = 'none', phase = 1 } = experiment ?? {};
  const takingPart = coverage * (namespace === undefined ? 1 : namespace.to - namespace.from);
  const outside = arms.length === 0 || takingPart === 1 ? 'model' : otherwise === 'none' ? null : otherwise;
  const inside = outside === null ? 1 : takingPart;
  const ranges = rangesOf(arms, coverage);
  const armPoints = hashShares(`${phase === 1 ? seed : `${seed}/${phase}`}:arm:`);
  const holdoutPoints = hashShares(`${seed}:holdout:`);
  const namespacePoints = hashShares(`${namespace?.id ?? ''}:namespace:`);
  return Object.freeze({
    arms,
    phase,
    holdsOut: holdout > 0,
    armOf(id: string) {
      if (arms.length === 0 || (namespace !== undefined && !isIn(namespace, namespacePoints.of(id)))) return -1;
      return placeIn(ranges, armPoints.of(id));
    },
    armAt(ids: PackedTexts, place: number) {
      if (arms.length === 0 || (namespace !== undefined && !isIn(namespace, namespacePoints.at(ids, place)))) return -1;
      return placeIn(ranges, armPoints.at(ids, place));
    },
    wayOf: (arm: number) => (arms[arm] === undefined ? outside : wayOf(arms[arm])),
    limitShare: (arm: number) =>
      arms[arm] === undefined ? (arms.length === 0 ? 1 : 1 - inside) : arms[arm].share * inside,
    isHeldOut: (id: string) => holdout > 0 && holdoutPoints.of(id) < holdout,
    isHeldOutAt: (ids: PackedTexts, place: number) => holdout > 0 && holdoutPoints.at(ids, place) < holdout,
  });
}

interface Ranges {
  /** Where each arm ends on [0, 1): they lie side by side, and the last one that has a share takes what is left. */
  readonly ends: readonly number[];
  /** Where those of each arm end who take part: a ramp moves only these. */
  readonly covered: readonly number[];
}

function rangesOf(arms: readonly ExperimentArm[], coverage: number): Ranges {
  const last = arms.findLastIndex(({ share }) => share > 0);
  const starts: number[] = [];
  const ends: number[] = [];
  let end = 0;
  arms.forEach(({ share }, arm) => {
    starts.push(end);
    end += share;
    ends.push(arm < last ? end : 1);
  });
  const covered = ends.map((to, arm) => {
    const from = starts[arm] ?? 0;
    return coverage === 1 ? to : from + coverage * (to - from);
  });
  return { ends, covered };
}

function placeIn({ ends, covered }: Ranges, point: number): number {
  let arm = 0;
  while (point >= (ends[arm] ?? 1)) arm += 1;
  return point < (covered[arm] ?? 1) ? arm : -1;
}

function isIn({ from, to }: NonNullable<Experiment['namespace']>, point: number): boolean {
  return point >= from && point < to;
}

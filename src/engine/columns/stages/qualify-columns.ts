import { allRows } from '../../conditions/index.js';
import { type Way } from '../../index.js';
import { type CompiledStrategy } from '../../plan/index.js';
import { NONE, noProgress, type Progress, release, stop } from '../rows/decided-people.js';
import { factsAndScores } from '../rows/model-scores.js';
import { idsOf, type People } from '../rows/people.js';
import { joinRows, NOBODY, put, rowsWith } from '../rows/row-numbers.js';

/** How far many people got on what is known before any score, and who goes on in which way. */
export interface QualifiedPeople {
  readonly strategy: CompiledStrategy;
  /** As they were given; their scores were not read. */
  readonly people: People;
  /** Rows that go the strategy's own way: these need `strategy.needs.model`. */
  readonly model: Uint32Array;
  /** Rows that go by the human rule: these need `strategy.needs.baseline`. */
  readonly baseline: Uint32Array;
  readonly progress: Progress;
}

/** The stages before the scores: active, consent, segment, arm, trigger. */
export function qualifyColumns(strategy: CompiledStrategy, people: People): QualifiedPeople {
  const progress = noProgress(people.rows);
  const members = segmentOf(strategy, people, progress);
  put(progress.level, members, 1);
  release(progress, members);
  const { model, baseline } = drawArms(strategy, people, members, progress);
  const triggered = trigger(strategy, people, model, progress);
  return { strategy, people, model: triggered, baseline, progress };
}

function segmentOf(strategy: CompiledStrategy, people: People, progress: Progress): Uint32Array {
  const { active, document, segment } = strategy;
  const { now, suppressed, consent } = people;
  let rows = allRows(people.rows);
  if (now < active.from || now >= active.to) {
    stop(progress, rows, 'active', 'NOT_ACTIVE');
    return NOBODY;
  }
  if (suppressed !== undefined) {
    stop(progress, rows, 'consent', 'SUPPRESSED');
    rows = rowsWith(suppressed, 0, rows);
  }
  if (document.consent !== undefined) {
    stop(progress, rows, 'consent', 'NO_CONSENT');
    const given = consent?.get(document.consent);
    rows = given === undefined ? NOBODY : rowsWith(given, 1, rows);
  }
  stop(progress, rows, 'segment', 'SEGMENT_MISS');
  return segment.select(factsAndScores(people), rows);
}

function drawArms(
  { draws }: CompiledStrategy,
  people: People,
  members: Uint32Array,
  progress: Progress,
): Pick<QualifiedPeople, 'model' | 'baseline'> {
  if (draws.arms.length === 0) return { model: members, baseline: NOBODY };
  const { arm } = progress;
  for (const row of members) arm[row] = draws.armAt(idsOf(people), row);
  const places = [...draws.arms.keys(), NONE];
  const wayOf = (place: number) => draws.wayOf(place === NONE ? -1 : place);
  const goes = (way: Way) =>
    places.reduce<Uint32Array>(
      (rows, place) => (wayOf(place) === way ? joinRows(rows, rowsWith(arm, place, members)) : rows),
      NOBODY,
    );
  if (wayOf(NONE) === null) stop(progress, rowsWith(arm, NONE, members), 'arm', 'NOT_IN_EXPERIMENT');
  return { model: goes('model'), baseline: goes('baseline') };
}

function trigger(strategy: CompiledStrategy, people: People, rows: Uint32Array, progress: Progress): Uint32Array {
  if (strategy.trigger === null) return rows;
  stop(progress, rows, 'trigger', 'TRIGGER_MISS');
  const triggered = strategy.trigger.select(factsAndScores(people), rows);
  put(progress.level, triggered, 2);
  release(progress, triggered);
  return triggered;
}

import {
  type Condition,
  type ConditionOrSegment,
  type ReleaseDocuments,
  timeZoneOf,
  type ReasonCode,
} from '#strata/engine';
import { compileCondition, type CompiledCondition, type SqlColumns } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { isStrataError } from '#sdk';
import { columnName } from '../people/audience.js';
import { type NeededFact } from '../people/needed-facts.js';

/** What stops people before a decision, in its order: who passes them all goes on. */
export interface Gate {
  readonly code: ReasonCode;
  /** A condition that is never NULL: who fulfils it passes. */
  readonly passes: string;
  /** The condition of a segment that it is. */
  readonly step?: { readonly pointer: string; readonly segment?: string; readonly words: string };
}

/** What a strategy's gates are said of. */
export interface Gated {
  readonly documents: ReleaseDocuments;
  readonly strategy: CompiledStrategy;
  readonly facts: readonly NeededFact[];
  /** What of the person's state is known. */
  readonly state: { readonly suppressed: boolean; readonly consent: boolean };
}

/**
 * The gates that SQL can say: suppression, consent, the parts of the segment, and the trigger where nobody goes by the
 * human rule, which does not ask for it. What it cannot say is left to the decision.
 */
export function gatesOf({ documents, strategy, facts, state }: Gated): readonly Gate[] {
  const columns = sqlColumns(facts);
  const gates: Gate[] = [];
  if (state.suppressed) gates.push({ code: 'SUPPRESSED', passes: 'not suppressed' });
  if (strategy.document.consent !== undefined) {
    gates.push({ code: 'NO_CONSENT', passes: state.consent ? 'consent' : 'false' });
  }
  for (const { condition, ...step } of segmentParts(strategy, documents)) {
    const passes = sayIn(condition, columns);
    if (passes === null) return gates;
    gates.push({ code: 'SEGMENT_MISS', passes, step: { ...step, words: condition.toWords() } });
  }
  const isForAll = strategy.draws.arms.every(({ by }) => by === 'model');
  const trigger = strategy.trigger === null || !isForAll ? null : sayIn(strategy.trigger, columns);
  return trigger === null ? gates : [...gates, { code: 'TRIGGER_MISS', passes: trigger }];
}

function sayIn(condition: CompiledCondition, columns: SqlColumns): string | null {
  try {
    return condition.toSql('duckdb', columns);
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return null;
  }
}

function sqlColumns(facts: readonly NeededFact[]): SqlColumns {
  const known = new Map(facts.map(({ key, type }, place) => [key, { sql: columnName(place), type }]));
  return ({ key }) => known.get(key);
}

interface SegmentPart {
  readonly pointer: string;
  readonly segment?: string;
  readonly condition: CompiledCondition;
}

/** The parts of an `all` at the top of the segment, also where it refers to another; any other condition is one part. */
function segmentParts({ document }: CompiledStrategy, documents: ReleaseDocuments): readonly SegmentPart[] {
  const { facts, segments } = documents;
  const compile = (condition: ConditionOrSegment, pointer: string) =>
    compileCondition(condition, { facts, segments, timeZone: timeZoneOf(documents), pointer, isPublished: true });
  const walk = (condition: ConditionOrSegment, pointer: string, segment?: string): readonly SegmentPart[] => {
    const place = segment === undefined ? { pointer } : { pointer, segment };
    const reference = typeof condition === 'string' ? condition : 'condition' in condition ? condition.condition : null;
    const referred = segments.find(({ id }) => id === reference);
    if (referred !== undefined) return walk(referred.condition, '/condition', referred.id);
    if (typeof condition === 'string' || !('all' in condition) || condition.all.length === 0) {
      return [{ ...place, condition: compile(condition, pointer) }];
    }
    return condition.all.flatMap((child: Condition, index) => walk(child, `${pointer}/all/${String(index)}`, segment));
  };
  return walk(document.segment, '/segment');
}

import { type ReleaseDocuments, timeZoneOf, type ReasonCode } from '#strata/engine';
import { compileCondition, type CompiledCondition, sequentialParts, type SqlColumns } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { isStrataError } from '#sdk';
import { columnName, type PreparedAudience } from '../people/audience.js';
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
  const { draws } = strategy;
  const isForAll = [...draws.arms.keys(), -1].every((arm) => draws.wayOf(arm) === 'model');
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

function segmentParts({ document }: CompiledStrategy, documents: ReleaseDocuments): readonly SegmentPart[] {
  const { facts, segments } = documents;
  const options = { facts, segments, timeZone: timeZoneOf(documents), isPublished: true } as const;
  return sequentialParts(document.segment, '/segment', segments).map(({ condition, pointer, segment }) => ({
    pointer,
    ...(segment === undefined ? {} : { segment }),
    condition: compileCondition(condition, { ...options, pointer }),
  }));
}

/** How many pass each gate and all those before it. */
export function passed(gates: readonly Gate[]): readonly string[] {
  return gates.length === 0
    ? ['0']
    : gates.map((_, index) => `count(*) filter (where ${allOf(gates.slice(0, index + 1)) ?? 'true'})`);
}

/** A condition that holds for those who pass every gate; null where there is none. */
export function allOf(gates: readonly Gate[]): string | null {
  return gates.length === 0 ? null : gates.map(({ passes }) => `(${passes})`).join(' and ');
}

/** How many each gate stops, and how many are left after each step. */
export function stoppedBy(
  gates: readonly Gate[],
  people: number,
  counts: readonly number[],
): Pick<PreparedAudience, 'stopped' | 'steps'> {
  const stopped = new Map<Gate['code'], number>();
  gates.forEach(({ code }, index) => {
    const before = index === 0 ? people : (counts[index - 1] ?? 0);
    stopped.set(code, (stopped.get(code) ?? 0) + before - (counts[index] ?? 0));
  });
  return {
    stopped: [...stopped].map(([code, count]) => ({ code, people: count })),
    steps: gates.flatMap(({ step }, index) => (step === undefined ? [] : [{ ...step, people: counts[index] ?? 0 }])),
  };
}

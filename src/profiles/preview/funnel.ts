import {
  type CompiledCondition,
  compileCondition,
  sequentialParts,
  validateCondition,
} from '#strata/engine/conditions';
import { type ConditionOrSegment, type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { isStrataError, StrataError } from '#sdk';

type Documents = Pick<ReleaseDocuments, 'shop' | 'facts' | 'segments'>;

/** A condition and the parts that people pass one after the other. */
export interface Funnel {
  readonly whole: CompiledCondition;
  /** At least one. */
  readonly parts: readonly FunnelPart[];
  /** Names of all facts that are read. */
  readonly facts: readonly string[];
  /** The shop's, in which a date without a time is a day. */
  readonly timeZone: string;
  /** Why the database cannot put people through it, so that they are read and judged one by one; null where it can. */
  readonly beyondSql: string | null;
}

interface FunnelPart {
  /** In the request, or in the document of `segment`. */
  readonly pointer: string;
  readonly segment?: string;
  /** In the request, where it is below a reference to a segment: of the reference. */
  readonly at: string;
  readonly condition: CompiledCondition;
}

const POINTER = '/condition';

/**
 * The condition of a request as a funnel, part by part.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
export function funnelOf(condition: unknown, documents: Documents): Funnel {
  const { facts, segments } = documents;
  const written = condition as ConditionOrSegment;
  const names = { facts, segments, timeZone: timeZoneOf(documents) };
  const problems = validateCondition(written, { ...names, pointer: POINTER, allow: [] });
  if (problems.length > 0) {
    throw new StrataError('INVALID_DOCUMENT', `The condition is not valid: ${problems[0]?.message ?? ''}`, {
      problems,
    });
  }
  const whole = compileCondition(written, { ...names, pointer: POINTER });
  const parts = sequentialParts(written, POINTER, segments).map(({ condition: part, ...place }) => ({
    ...place,
    condition: compileCondition(part, { ...names, pointer: place.pointer }),
  }));
  const read = [...new Set(whole.facts.map(({ fact }) => fact))];
  return { whole, parts, facts: read, timeZone: names.timeZone, beyondSql: beyondSql(whole) };
}

function beyondSql(whole: CompiledCondition): string | null {
  try {
    whole.toSql('postgres');
    return null;
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return error.problems[0]?.message ?? error.message;
  }
}

import { StrataError, type Problem } from '#sdk';
import { type Language } from '#strata/kernel/texts';
import { type ConditionOrSegment } from '../index.js';
import { emitMatcher, emitTester, emitTracer, type Matcher, type Tracer } from './code/emit.js';
import { emitSelector, type RowSelector } from './code/select.js';
import { factTypes } from './language/fact-types.js';
import { reachableSegments, segmentMap } from './language/segments.js';
import { columnsOf, conditionSql } from './sql/condition-sql.js';
import { type DialectName } from '../sql/index.js';
import { parseConditions, type ConditionForest } from './language/tree.js';
import {
  type ConditionOptions,
  type ConditionTrace,
  type FactRef,
  type FactResolver,
  type FactValues,
  type SqlColumns,
} from './language/types.js';
import { validateCondition } from './checks/validate.js';
import { conditionWords } from './words/words.js';

/** One condition, ready to run. */
export interface CompiledCondition {
  /** Every fact that the condition reads, through references too; each once, by first use. */
  readonly facts: readonly FactRef[];
  /** Whether the condition holds. One native function; never throws for any JSON value of a fact. */
  test(facts: FactValues, resolve?: FactResolver): boolean;
  /** Those of the rows of typed columns for which {@link test} holds, in the order given. */
  readonly select: RowSelector;
  /** The same answer, with every part evaluated: `trace(x).result === test(x)`. */
  trace(facts: FactValues, resolve?: FactResolver): ConditionTrace;
  /**
   * A boolean SQL expression that is never NULL, equal to `test` on values of the facts' types and on missing ones
   * (NULL); texts are compared by code point, and only decimal texts stand for numbers. Without `columns` a fact is the
   * column of its name, with the catalogue's type. Throws `INVALID_DOCUMENT` with the pointer of what SQL cannot say.
   */
  toSql(dialect: DialectName, columns?: SqlColumns): string;
  /** What a marketer would say, e.g. "has not ordered for at least 180 days and lives in Shanghai or Hangzhou"; in English unless told. */
  toWords(language?: Language): string;
}

/** A set of conditions that is evaluated together: each fact is read and normalised once for all of them. */
export interface CompiledConditions {
  readonly facts: readonly FactRef[];
  /** The indexes of the conditions that hold, ascending. */
  match(facts: FactValues, resolve?: FactResolver): number[];
  /** One trace a condition, in order. */
  trace(facts: FactValues, resolve?: FactResolver): ConditionTrace[];
}

/**
 * Compiles a condition (a tree, or a segment's id) into one native function, its trace and its words. Later changes of
 * the document do not reach the compiled form. Throws `INVALID_DOCUMENT` with every problem that `validateCondition`
 * finds in the condition and in the segments that it refers to.
 */
export function compileCondition(condition: ConditionOrSegment, options: ConditionOptions = {}): CompiledCondition {
  const forest = parseAll([condition], () => options.pointer ?? '', options);
  const [root] = forest.roots;
  if (root === undefined) throw new Error('One condition has one tree');
  const test = emitTester(root, forest.timeZone);
  const traceAll = lazily<Tracer>(() => emitTracer(forest));

  function trace(facts: FactValues, resolve?: FactResolver): ConditionTrace {
    const [only] = traceAll()(facts, resolve);
    if (only === undefined) throw new Error('One condition has one trace');
    return only;
  }
  return Object.freeze({
    facts: forest.facts,
    test,
    select: emitSelector(root, forest),
    trace,
    toSql: (dialect: DialectName, columns: SqlColumns = columnsOf(options.facts ?? {}, dialect)) =>
      conditionSql(root, { dialect, columns, timeZone: forest.timeZone }),
    toWords: (language?: Language) => conditionWords(root, options.facts, language),
  });
}

/**
 * Compiles conditions that are evaluated together: each fact is read and normalised once for the whole set. A problem's
 * pointer starts with the condition's index in the set.
 */
export function compileConditions(
  conditions: readonly ConditionOrSegment[],
  options: ConditionOptions = {},
): CompiledConditions {
  const forest = parseAll(conditions, (index) => `${options.pointer ?? ''}/${index}`, options);
  const match: Matcher = emitMatcher(forest);
  const traceAll = lazily<Tracer>(() => emitTracer(forest));
  return Object.freeze({ facts: forest.facts, match, trace: (...user: Parameters<Tracer>) => traceAll()(...user) });
}

function parseAll(
  written: readonly ConditionOrSegment[],
  pointerOf: (index: number) => string,
  options: ConditionOptions,
): ConditionForest {
  const segments = segmentMap(options.segments);
  const conditions = written.map((condition, index) => ({ condition, pointer: pointerOf(index) }));
  const problems: Problem[] = conditions.flatMap(({ condition, pointer }) =>
    validateCondition(condition, { ...options, pointer }),
  );
  const reached = new Map(
    conditions.flatMap(({ condition }) => reachableSegments(condition, segments)).map((each) => [each.id, each]),
  );
  for (const segment of reached.values()) {
    const found = validateCondition(segment.condition, { ...options, pointer: '/condition' });
    problems.push(...found.map((problem) => ({ ...problem, message: `Segment "${segment.id}": ${problem.message}` })));
  }
  if (problems.length > 0) throw invalid(problems);
  const { operators, timeZone = 'UTC' } = options;
  return parseConditions(conditions, { segments, operators, types: factTypes(options), timeZone });
}

function invalid(problems: readonly Problem[]): StrataError {
  const [first] = problems;
  const where = first?.pointer === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new StrataError('INVALID_DOCUMENT', `The condition is not valid${where}: ${first?.message ?? ''}${more}`, {
    problems,
  });
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

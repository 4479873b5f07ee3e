import { compileCondition, type FactRef } from '#strata/engine/conditions';
import { type ConditionOrSegment, type Segment } from '#strata/engine';
import { StrataError } from '#sdk';
import { cellOf } from '#strata/tables/columns';
import { type HistoryRows } from '../history/history-rows.js';
import { type ScoredModel, scoreOfRow } from './strategy-models.js';

/** What a condition may read of the rows of a history. */
export interface ConditionRows {
  readonly segments: readonly Segment[];
  readonly history: HistoryRows;
  readonly models: ReadonlyMap<string, ScoredModel>;
}

/** 1 where the condition holds; everybody without one. @throws StrataError BAD_COLUMN */
export function holds(condition: ConditionOrSegment | undefined, request: ConditionRows, what: string): Uint8Array {
  const { segments, history, models } = request;
  if (condition === undefined) return new Uint8Array(history.rows).fill(1);
  const absent = missingFacts(condition, request);
  if (absent.length > 0) throw missing(what, absent);
  const dates = [...history.facts.values()].flatMap(({ name, kind }) => (kind === 'date' ? [name] : []));
  const compiled = compileCondition(condition, { segments, dates });
  const columns = compiled.facts.flatMap(({ fact }) => history.facts.get(fact) ?? []);
  return Uint8Array.from({ length: history.rows }, (_, row) => {
    const values = Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)]));
    return Number(compiled.test(values, (ref) => scoreAt(ref, models, row)));
  });
}

function scoreAt({ params }: FactRef, models: ConditionRows['models'], row: number): number | undefined {
  const model = models.get(String(params?.['model']));
  if (model === undefined) return undefined;
  return params?.['as'] === 'rank' ? model.ranks[row] : scoreOfRow(model, row);
}

/** What a condition reads that the rows of a history do not have. */
export function missingFacts(
  condition: ConditionOrSegment | undefined,
  { segments, history, models }: ConditionRows,
): readonly string[] {
  if (condition === undefined) return [];
  const known = ({ fact, params }: FactRef): boolean =>
    fact === 'score' ? models.has(String(params?.['model'])) : params === undefined && history.facts.has(fact);
  return compileCondition(condition, { segments })
    .facts.filter((ref) => !known(ref))
    .map(({ fact }) => fact);
}

/** What a strategy reads and a history does not have. */
export function missing(what: string, facts: readonly string[]): StrataError {
  return new StrataError('BAD_COLUMN', `The history does not have what ${what} reads.`, {
    problems: [
      { message: `${what} reads ${facts.join(', ')}`, expected: 'columns of these names, with numbers to rank by' },
    ],
  });
}

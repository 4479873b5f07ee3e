import { asksModel, type RankBy, type Segment, type Strategy } from '#strata/engine';
import { type People, ungated } from '#strata/engine/columns';
import { type CompiledCondition, compileCondition, type FactRef } from '#strata/engine/conditions';
import { type CompiledStrategy, compileStrategy, treatmentOf } from '#strata/engine/plan';
import { StrataError } from '#sdk';
import { type HistoryRows } from '../history/history-rows.js';
import { type ScoredModel } from './strategy-models.js';

/** What a strategy may read of the rows of a history. */
export interface ReadRows {
  readonly segments: readonly Segment[];
  readonly history: HistoryRows;
  readonly models: ReadonlyMap<string, ScoredModel>;
}

/** The rows as people of whom nothing is known but facts and scores. */
export function peopleOfHistory({ history, models }: Omit<ReadRows, 'segments'>): People {
  const scores = new Map([...models].map(([id, model]) => [id, model.scores]));
  return { rows: history.rows, now: 0, facts: history.facts, scores };
}

/** A condition over the rows: columns of dates are compared as dates. */
export function compileForHistory(
  condition: Parameters<typeof compileCondition>[0],
  { segments, history }: Pick<ReadRows, 'segments' | 'history'>,
): CompiledCondition {
  const dates = [...history.facts.values()].flatMap(({ name, kind }) => (kind === 'date' ? [name] : []));
  return compileCondition(condition, { segments, dates });
}

/** The strategy for rows of people who were reached in the past, each of whom goes the strategy's own way. */
export function ownWay(strategy: Strategy, rows: ReadRows): CompiledStrategy {
  return compileStrategy(ungated(strategy), ({ condition }) => compileForHistory(condition, rows));
}

/** The same where each of them goes by the human rule. */
export function humanWay(strategy: Strategy, rows: ReadRows): CompiledStrategy {
  const experiment = { seed: '', arms: { model: 0, baseline: 1 } };
  return compileStrategy({ ...ungated(strategy), experiment }, ({ condition }) => compileForHistory(condition, rows));
}

/** What a condition reads that the rows do not have. */
export function missingFacts(
  condition: CompiledCondition | null,
  { history, models }: Omit<ReadRows, 'segments'>,
): readonly string[] {
  const isKnown = ({ fact, key, params }: FactRef): boolean =>
    fact === 'score' && params !== undefined ? models.has(String(params['model'])) : history.facts.has(key);
  return (condition?.facts ?? []).filter((ref) => !isKnown(ref)).map(({ fact }) => fact);
}

/** @throws StrataError BAD_COLUMN where the strategy's own way reads what the rows do not have, BAD_USAGE where an offer is no treatment of its model */
export function assertReadable({ predictive, offers, document }: CompiledStrategy, rows: ReadRows): void {
  const parts: (readonly [what: string, condition: CompiledCondition | null])[] = [
    ['predictive.when', predictive],
    ...offers.map(({ when, document: { id } }) => [`the condition of the offer "${id}"`, when] as const),
  ];
  for (const [what, condition] of parts) {
    const absent = missingFacts(condition, rows);
    if (absent.length > 0) throw missing(what, absent);
  }
  assertRankable(document.predictive?.rankBy, rows);
  for (const { document: offer } of offers) assertTreatment(offer, rows);
}

/** @throws StrataError BAD_COLUMN where the rows do not have numbers to rank by */
export function assertRankable(rankBy: RankBy | undefined, { history }: Pick<ReadRows, 'history'>): void {
  if (rankBy === undefined || asksModel(rankBy) || history.facts.get(rankBy.fact)?.type === 'number') return;
  throw missing('the ranking', [rankBy.fact]);
}

function assertTreatment({ id, response }: Strategy['offers'][number], { models }: Pick<ReadRows, 'models'>): void {
  if (!asksModel(response)) return;
  const treatments = [...(models.get(response.model)?.scores.outcomes?.treated.keys() ?? [])];
  if (treatments.length === 0 || treatmentOf(treatments, response, id) !== undefined) return;
  throw new StrataError('BAD_USAGE', `The offer "${id}" is no treatment of the model "${response.model}".`, {
    problems: [{ message: `there is no treatment "${response.treatment ?? id}"`, expected: treatments.join(' or ') }],
  });
}

function missing(what: string, facts: readonly string[]): StrataError {
  return new StrataError('BAD_COLUMN', `The history does not have what ${what} reads.`, {
    problems: [
      { message: `${what} reads ${facts.join(', ')}`, expected: 'columns of these names, with numbers to rank by' },
    ],
  });
}

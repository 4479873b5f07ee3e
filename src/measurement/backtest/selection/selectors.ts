import { readsOf, type Segment, type Strategy } from '#strata/engine';
import {
  type DecidedPeople,
  decideColumns,
  type OfferFigures,
  offerMoney,
  optionsOf,
  OUTCOMES,
  type People,
  qualifyColumns,
  rankValues,
} from '#strata/engine/columns';
import { PackedTexts } from '#strata/kernel/texts';
import { compileCondition } from '#strata/engine/conditions';
import { type EligibleRows } from '../history/history-rows.js';
import { type Ranking } from './audience.js';
import {
  assertRankable,
  assertReadable,
  humanWay,
  missingFacts,
  ownWay,
  peopleOfHistory,
  type ReadRows,
} from './history-strategy.js';
import { modelOf } from './strategy-models.js';

/** What a strategy's documents say about the rows of a history. */
export interface StrategyRankings {
  /** The strategy as it is written: whom it would make an offer, by its `rankBy`, else by expected profit. */
  readonly strategy: Ranking;
  /** Null where the history does not have what the rule reads. */
  readonly humanRule: Ranking | null;
  readonly random: Ranking;
  /** The likeliest to convert with an offer first; null where no model gives that. */
  readonly response: Ranking | null;
  /** P(conversion without an offer), by the goal's natural model, else by an uplift model; null where no model gives it. */
  readonly natural: Float64Array | null;
  /** P(conversion | offer), by offer. */
  readonly withOffer: readonly Float64Array[];
}

/** What is ranked, by what. */
export interface RankingRequest extends ReadRows {
  readonly strategy: Strategy;
}

/** What a strategy reads of the people of a history: the names of facts, and of models. */
export interface RowReads {
  readonly facts: readonly string[];
  /** Each once: those of its money and rankings in the order of the document, then those in its conditions. */
  readonly models: readonly string[];
}

/** The facts and models that rank the people of a strategy; in the history they are in its segment already. */
export function rowReadsOf(strategy: Strategy, segments: readonly Segment[]): RowReads {
  const { conditions, facts, models } = readsOf(strategy);
  const ranking = conditions.filter(({ pointer }) => pointer !== '/segment' && pointer !== '/trigger');
  const refs = ranking.flatMap(({ condition }) => compileCondition(condition, { segments }).facts);
  const plain = refs.filter(({ params }) => params === undefined).map(({ fact }) => fact);
  const scored = refs.flatMap(({ fact, params }) => (fact === 'score' ? [String(params?.['model'])] : []));
  return {
    facts: [...new Set([...plain, ...facts.map(({ name }) => name)])],
    models: [...new Set([...models.map(({ name }) => name), ...scored])],
  };
}

/** Ranks the rows as each selector would. @throws StrataError BAD_COLUMN where the strategy reads what is not there */
export function rankRows(request: RankingRequest): StrategyRankings {
  const { strategy, history } = request;
  const own = ownWay(strategy, request);
  assertReadable(own, request);
  const people = peopleOfHistory(request);
  const figures = offerMoney(strategy, people);
  return {
    strategy: rankingOf(decideColumns(own, people), strategy.predictive?.rankBy, people),
    humanRule: humanRanking(request, people),
    random: { scores: new Float64Array(history.rows), offer: handed(strategy, history.rows) },
    response: responseRanking(strategy, figures, history.rows),
    natural: naturalRates(request, figures),
    withOffer: figures.map(({ conversion }) => conversion),
  };
}

/** Which offers the strategy's rules leave to each row, whichever is the best. @throws StrataError as {@link rankRows} does */
export function eligibleRows(request: RankingRequest): EligibleRows {
  const own = ownWay(request.strategy, request);
  assertReadable(own, request);
  const people = peopleOfHistory(request);
  return optionsOf(qualifyColumns(own, people), people.scores).offers.map(({ eligible }) => eligible);
}

/** Whom a strategy would make an offer; without a ranking the most profitable first. */
function rankingOf(
  { outcome, offer, profit }: DecidedPeople,
  rankBy: Parameters<typeof rankValues>[0] | undefined,
  people: People,
): Ranking {
  const values = rankBy === undefined ? profit : rankValues(rankBy, people);
  const isOffered = (row: number): boolean => outcome[row] === OUTCOMES.indexOf('offer');
  return {
    scores: Float64Array.from(values, (value, row) => (isOffered(row) ? value : -Infinity)),
    offer: Uint8Array.from(offer, (place) => Math.max(1, place + 1)),
  };
}

/** The human rule takes people as it finds them where it does not order them. */
function humanRanking(request: RankingRequest, people: People): Ranking | null {
  const { strategy, history } = request;
  const { rankBy } = strategy.baseline;
  const way = humanWay(strategy, request);
  if (missingFacts(way.baselineWhen, request).length > 0) return null;
  if (rankBy !== undefined && 'fact' in rankBy && !history.facts.has(rankBy.fact)) return null;
  assertRankable(rankBy, request);
  const ids = new PackedTexts(new Uint8Array(), new Uint32Array(history.rows + 1));
  const decided = decideColumns(way, { ...people, ids });
  const alike = { ...decided, profit: new Float64Array(history.rows) };
  return { ...rankingOf(alike, rankBy, people), offer: handed(strategy, history.rows) };
}

/** The number of the human rule's offer in every row. */
function handed({ offers, baseline }: Strategy, rows: number): Uint8Array {
  return new Uint8Array(rows).fill(1 + offers.findIndex(({ id }) => id === baseline.offer));
}

function responseRanking(
  { offers }: Strategy,
  figures: readonly OfferFigures[],
  rows: number,
): StrategyRankings['response'] {
  if (!offers.some(({ response }) => modelOf(response) !== undefined)) return null;
  const scores = new Float64Array(rows).fill(-Infinity);
  const offer = new Uint8Array(rows).fill(1);
  figures.forEach(({ conversion }, index) => {
    conversion.forEach((probability, row) => {
      if (!(probability > (scores[row] ?? -Infinity))) return;
      scores[row] = probability;
      offer[row] = index + 1;
    });
  });
  return { scores, offer };
}

function naturalRates(
  { strategy: { goal, offers }, models }: RankingRequest,
  figures: readonly OfferFigures[],
): Float64Array | null {
  if (goal.natural !== undefined) return modelOf(goal.natural) === undefined ? null : (figures[0]?.natural ?? null);
  const told = offers.findIndex(({ response }) => models.get(modelOf(response) ?? '')?.scores.outcomes !== undefined);
  return figures[told]?.natural ?? null;
}

import { type Availability, REASON_CODES } from '#strata/engine';
import { idKeys, type Objective, type OptionBlock, optionBlock, rankBlock } from '#strata/engine/allocation';
import {
  type DecidedPeople,
  type OfferOptions,
  optionsOf,
  OUTCOMES,
  type People,
  type PeopleOptions,
  type QualifiedPeople,
  qualifyColumns,
  rankValues,
} from '#strata/engine/columns';
import { type CompiledCondition } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type BlockPeople } from '../../audience/index.js';
import { heldIn } from './held-people.js';
import { type BatchScorers, scorePeople } from './score-people.js';
import { type BlockCounts, type SpilledBlock } from './spill.js';

/** What people are decided by. */
export interface Deciding {
  readonly strategy: CompiledStrategy;
  readonly scorers: BatchScorers;
  readonly now: number;
  readonly availability: Availability | undefined;
  /** The segments of quotas. */
  readonly quotas: readonly CompiledCondition[];
  readonly objective: Objective;
  readonly minimumRoi: number | undefined;
}

/** What a strategy came to for the people of a block. */
export interface DecidedBlock extends PeopleOptions {
  /** With their scores. */
  readonly people: People;
  /** Before the scores. */
  readonly qualified: QualifiedPeople;
  /** How many people each model could not score, where it could not all. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Decides about the people of a block. */
export async function decidePeople(
  { people: known }: BlockPeople,
  { strategy, scorers, now, availability }: Pick<Deciding, 'strategy' | 'scorers' | 'now' | 'availability'>,
): Promise<DecidedBlock> {
  const people: People = { ...known, now, scores: new Map(), ...(availability === undefined ? {} : { availability }) };
  const qualified = qualifyColumns(strategy, people);
  const { scores, failures } = await scorePeople(qualified, scorers);
  return { ...optionsOf(qualified, scores), people: { ...people, scores }, qualified, failures };
}

/** Decides about the people of a block: what is kept of those who may get an offer. */
export async function decideBlock(block: BlockPeople, deciding: Deciding): Promise<SpilledBlock> {
  const { ids } = block;
  const { people, decided, offers, failures } = await decidePeople(block, deciding);
  const open = eligibleRows(offers, people.rows);
  const own = Array.from(open, (row) => ids[row] ?? '');
  return {
    ...allocatedBy(people, { decided, offers, open, ids: own }, deciding),
    counts: {
      people: people.rows,
      stopped: stoppedIn(decided, open),
      ...(decided.heldBy === null ? {} : { held: heldIn(decided) }),
      failures: Object.fromEntries(failures),
    },
    ids: own,
    arm: flags(decided.arm, open),
    heldOut: flags(decided.outcome, open).map((outcome) => Number(outcome === HOLDOUT)),
    selector: flags(decided.selector, open),
    propensity: figures(decided.propensity, open),
    figures: offers.map(({ conversion, natural, cost, profit }) => ({
      conversion: figures(conversion, open),
      natural: figures(natural, open),
      cost: figures(cost, open),
      profit: figures(profit, open),
    })),
  };
}

const HOLDOUT = OUTCOMES.indexOf('holdout');

function eligibleRows(offers: readonly OfferOptions[], people: number): Uint32Array {
  const rows = new Uint32Array(people);
  let count = 0;
  for (let row = 0; row < people; row++) {
    if (offers.some(({ eligible }) => eligible[row] === 1)) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

interface Eligible {
  readonly decided: DecidedPeople;
  readonly offers: readonly OfferOptions[];
  readonly open: Uint32Array;
  readonly ids: readonly string[];
}

/** What rows are worth: by the objective, and in arms that go by the human rule by its order. */
function allocatedBy(people: People, eligible: Eligible, deciding: Deciding): OptionBlock {
  const { decided, offers, open, ids } = eligible;
  const { strategy, objective, minimumRoi } = deciding;
  const keys = new Uint32Array(people.rows);
  idKeys(ids).forEach((key, index) => (keys[open[index] ?? 0] = key));
  const rows = { keys, quotas: membersOf(deciding.quotas, people, open) };
  const block = optionBlock(offers, open, { ...rows, objective, ...(minimumRoi === undefined ? {} : { minimumRoi }) });
  const { arms } = strategy.draws;
  const isUnpriced = (offer: number, index: number): boolean =>
    Number.isNaN(block.value[offer]?.[index]) && offers[offer]?.eligible[open[index] ?? 0] === 1;
  const place = strategy.offers.indexOf(strategy.baselineOffer);
  const goesByRule = arms.some(({ by }) => by === 'baseline');
  if (!goesByRule && !open.some((_, index) => isUnpriced(place, index))) return block;
  const { rankBy } = strategy.document.baseline;
  const ranks = rankBy === undefined ? new Float64Array(people.rows).fill(Number.NaN) : rankValues(rankBy, people);
  const ranked = rankBlock(place, offers.length, ranks, open, rows);
  const isHuman = Uint8Array.from(open, (row) => Number(arms[decided.arm[row] ?? -1]?.by === 'baseline'));
  const value = block.value.map((column, offer) =>
    column.map((own, index) => {
      const order = ranked.value[offer]?.[index] ?? Number.NaN;
      if (isHuman[index] === 1) return order;
      return isUnpriced(offer, index) ? Math.ceil(order / UNPRICED_SHARE) : own;
    }),
  );
  const surplus = block.surplus?.map((column, offer) =>
    column.map((own, index) => (isUnpriced(offer, index) ? 0 : own)),
  );
  return { ...block, value, ...(surplus === undefined ? {} : { surplus }) };
}

/**
 * Nobody knows what comes of an offer without figures, which the human rule makes where a model failed. It is worth a thousandth
 * at most, more for whom the rule puts first: what limits leave after all that is known to be worth something.
 */
const UNPRICED_SHARE = 2 ** 22;

/** By row of all people, the bits of the quotas whose segments they are in. */
function membersOf(quotas: readonly CompiledCondition[], people: People, rows: Uint32Array): Uint32Array {
  const members = new Uint32Array(people.rows);
  quotas.forEach((quota, bit) => {
    for (const row of quota.select(({ key }) => people.facts.get(key), rows)) {
      members[row] = (members[row] ?? 0) | (1 << bit);
    }
  });
  return members;
}

function flags(column: Uint8Array, rows: Uint32Array): Uint8Array {
  const kept = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] ?? 0] ?? 0;
  return kept;
}

function figures(column: Float64Array, rows: Uint32Array): Float64Array {
  const kept = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] ?? 0] ?? Number.NaN;
  return kept;
}

/** The codes of what stopped all others. */
function stoppedIn({ blocker }: DecidedPeople, open: Uint32Array): BlockCounts['stopped'] {
  const counts = new Float64Array(REASON_CODES.length);
  const add = (row: number, sign: 1 | -1): void => {
    const code = blocker[row] ?? 0;
    if (code < counts.length) counts[code] = (counts[code] ?? 0) + sign;
  };
  for (let row = 0; row < blocker.length; row++) add(row, 1);
  for (const row of open) add(row, -1);
  return Object.fromEntries(REASON_CODES.flatMap((code, place) => (counts[place] ? [[code, counts[place]]] : [])));
}

import { REASON_CODES } from '#strata/engine';
import {
  type DecidedPeople,
  type OfferOptions,
  optionsOf,
  OUTCOMES,
  type People,
  type PeopleOptions,
  type QualifiedPeople,
  qualifyColumns,
} from '#strata/engine/columns';
import { type BlockPeople } from '../../audience/index.js';
import { heldIn } from './held-people.js';
import { type Deciding } from './deciding.js';
import { optionsWorth } from './options-worth.js';
import { policyColumns } from './policies.js';
import { scorePeople } from './score-people.js';
import { type BlockCounts, type SpilledBlock } from './spill.js';

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
  { people: known, ids }: BlockPeople,
  deciding: Pick<Deciding, 'strategy' | 'scorers' | 'policies' | 'draw' | 'now' | 'availability'>,
): Promise<DecidedBlock> {
  const { strategy, scorers, policies, draw, now, availability } = deciding;
  const unasked: People = { ...known, now, scores: new Map(), ...(availability === undefined ? {} : { availability }) };
  const gated = qualifyColumns(strategy, unasked);
  const people = policies === null ? unasked : { ...unasked, policies: policyColumns(gated, policies, { ids, draw }) };
  const qualified = { ...gated, people };
  const { scores, failures } = await scorePeople(qualified, scorers);
  return { ...optionsOf(qualified, scores), people: { ...people, scores }, qualified, failures };
}

/** Decides about the people of a block: what is kept of those who may get an offer. */
export async function decideBlock(block: BlockPeople, deciding: Deciding): Promise<SpilledBlock> {
  return openPeople(block, await decidePeople(block, deciding), deciding);
}

/** What is kept of those who may get an offer. */
export function openPeople(
  { ids }: BlockPeople,
  { people, decided, offers, failures }: DecidedBlock,
  deciding: Deciding,
): SpilledBlock {
  const open = eligibleRows(offers, people.rows);
  const own = ids.pick(open);
  return {
    ...optionsWorth(people, { decided, offers, open, ids: own }, deciding),
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

import { allRows, type CompiledCondition } from '#strata/engine/conditions';
import {
  type DecidedPeople,
  type OfferOptions,
  optionsOf,
  OUTCOMES,
  type People,
  qualifyColumns,
} from '#strata/engine/columns';
import { type Availability, REASON_CODES } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type BlockPeople } from '../../audience/index.js';
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
}

/** Decides about the people of a block: what is kept of those who may get an offer. */
export async function decideBlock({ ids, people: known }: BlockPeople, deciding: Deciding): Promise<SpilledBlock> {
  const { strategy, scorers, now, availability, quotas } = deciding;
  const people: People = { ...known, now, scores: new Map(), ...(availability === undefined ? {} : { availability }) };
  const qualified = qualifyColumns(strategy, people);
  const { scores, failures } = await scorePeople(qualified, scorers);
  const { decided, offers } = optionsOf(qualified, scores);
  const open = allRows(people.rows).filter((row) => offers.some(({ eligible }) => eligible[row] === 1));
  return {
    counts: { people: people.rows, stopped: stoppedIn(decided, offers), failures: Object.fromEntries(failures) },
    rows: open.length,
    ids: Array.from(open, (row) => ids[row] ?? ''),
    arm: open8(decided.arm, open),
    heldOut: Uint8Array.from(open, (row) => Number(decided.outcome[row] === HOLDOUT)),
    selector: open8(decided.selector, open),
    propensity: figures(decided.propensity, open),
    quotas: membersOf(quotas, people, open),
    offer: Int16Array.from(open, (row) => decided.offer[row] ?? -1),
    offers: offers.map((offer) => optionRows(offer, open)),
  };
}

const HOLDOUT = OUTCOMES.indexOf('holdout');

function optionRows({ eligible, conversion, natural, cost, profit }: OfferOptions, rows: Uint32Array): OfferOptions {
  return {
    eligible: open8(eligible, rows),
    conversion: figures(conversion, rows),
    natural: figures(natural, rows),
    cost: figures(cost, rows),
    profit: figures(profit, rows),
  };
}

function open8(column: Uint8Array, rows: Uint32Array): Uint8Array {
  const kept = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] ?? 0] ?? 0;
  return kept;
}

function figures(column: Float64Array, rows: Uint32Array): Float64Array {
  const kept = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] ?? 0] ?? Number.NaN;
  return kept;
}

function membersOf(quotas: readonly CompiledCondition[], people: People, rows: Uint32Array): Uint32Array {
  const members = new Uint32Array(people.rows);
  quotas.forEach((quota, bit) => {
    for (const row of quota.select(({ key }) => people.facts.get(key), rows))
      members[row] = (members[row] ?? 0) | (1 << bit);
  });
  return Uint32Array.from(rows, (row) => members[row] ?? 0);
}

function stoppedIn({ blocker }: DecidedPeople, offers: readonly OfferOptions[]): BlockCounts['stopped'] {
  const counts = new Float64Array(REASON_CODES.length);
  for (let row = 0; row < blocker.length; row++) {
    if (offers.some(({ eligible }) => eligible[row] === 1)) continue;
    const code = blocker[row] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return Object.fromEntries(REASON_CODES.flatMap((code, place) => (counts[place] ? [[code, counts[place]]] : [])));
}

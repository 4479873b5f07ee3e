import { type CompiledOffer, type CompiledStrategy, isCounted, standsUntil } from '../../plan/index.js';
import { type Round } from './round.js';
import { NONE, stop } from '../rows/decided-people.js';
import { type People } from '../rows/people.js';
import { filterRows } from '../rows/row-numbers.js';

/** Those of the rows that may be contacted: by the strategy's own cap, and by the contact policy for one of the offers. */
export function uncapped(round: Round, rows: Uint32Array, offers: readonly CompiledOffer[]): Uint32Array {
  return withOpenChannel(round, withinOwnCap(round, rows), offers);
}

/** Those of the rows that got fewer offers of the strategy than it makes. */
function withinOwnCap({ strategy: { cap }, people, decided }: Round, rows: Uint32Array): Uint32Array {
  if (cap === null) return rows;
  const { contacts, now } = people;
  stop(decided, rows, 'caps', 'CAPPED');
  if (contacts === undefined) return cap.contacts > 0 ? rows : rows.subarray(0, 0);
  const { starts, at } = contacts;
  return filterRows(rows, (row) => {
    let counted = 0;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) counted += Number(isCounted(cap, at[i] ?? 0, now));
    return counted < cap.contacts;
  });
}

/** Who may get none of the offers is stopped by what the policy has against the last of their channels. */
function withOpenChannel(
  { decided, channels }: Round,
  rows: Uint32Array,
  offers: readonly CompiledOffer[],
): Uint32Array {
  const { heldBy, heldUntil } = decided;
  if (channels === null || heldBy === null || heldUntil === null) return rows;
  const names = [...new Set(offers.map(({ document }) => document.channel))];
  const blocks = names.map((name) => channels.held(name));
  const held = filterRows(rows, (row) => blocks.every(({ rules }) => rules[row] !== NONE));
  if (held.length === 0) return rows;
  const last = blocks.at(-1);
  for (const row of held) {
    heldBy[row] = last?.rules[row] ?? NONE;
    heldUntil[row] = last?.until[row] ?? Number.NaN;
  }
  const isQuiet = (row: number) => channels.isQuiet(heldBy[row] ?? NONE);
  stop(
    decided,
    filterRows(held, (row) => !isQuiet(row)),
    'caps',
    'CAPPED',
  );
  stop(decided, filterRows(held, isQuiet), 'caps', 'QUIET_HOURS');
  return filterRows(rows, (row) => heldBy[row] === NONE);
}

/**
 * By row the place of the latest contact of a decision whose offer still stands, of those who may still be addressed: what
 * `decideKnowing` repeats.
 */
export function repeatsOf({ document, cap }: CompiledStrategy, people: People): Int32Array | null {
  const { rows, now, contacts, suppressed, consent } = people;
  if (contacts === undefined) return null;
  const { starts, at, decided, goalReached } = contacts;
  const repeats = new Int32Array(rows).fill(-1);
  if (decided === undefined || cap === null) return repeats;
  const given = document.consent === undefined ? undefined : (consent?.get(document.consent) ?? new Uint8Array(rows));
  for (let row = 0; row < rows; row++) {
    if (suppressed?.[row] === 1 || given?.[row] === 0) continue;
    let latest = -Infinity;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const made = at[i] ?? 0;
      if (decided[i] !== 1 || made > now || made < latest) continue;
      if (now >= (standsUntil(made, { cap }) ?? -Infinity) || goalReached?.[i] === 1) continue;
      latest = made;
      repeats[row] = i;
    }
  }
  return repeats;
}

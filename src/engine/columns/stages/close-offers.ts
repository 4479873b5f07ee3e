import { spentCode } from '../../index.js';
import { type Round } from './round.js';
import { OUTCOMES, release, stop } from '../rows/decided-people.js';
import { offerBest, offerWorst, type Option } from './offer-best.js';
import { idsOf } from '../rows/people.js';
import { filterRows, joinRows, put, rowsWith } from '../rows/row-numbers.js';

/** The last stages, for rows that would get an offer: hold-out, and what is spent gives way to the next best. */
export function closeOffers(round: Round, options: readonly Option[]): void {
  const { decided, qualified } = round;
  const chosen = filterRows(joinRows(qualified.model, qualified.baseline), (row) => decided.offer[row] !== -1);
  holdOut(round, chosen);
  const left = rowsWith(decided.outcome, OUTCOMES.indexOf('none'), chosen);
  const offered = withoutSpent(round, options, left);
  release(decided, offered);
  put(decided.outcome, offered, OUTCOMES.indexOf('offer'));
}

/** Out of all strategies, or out of this one. */
function holdOut({ strategy: { draws, policy }, people, decided }: Round, rows: Uint32Array): void {
  const ofAll = policy?.holdout ?? null;
  if (!draws.holdsOut && ofAll === null) return;
  const ids = idsOf(people);
  const heldOut = filterRows(rows, (row) => ofAll?.isHeldOutAt(ids, row) === true || draws.isHeldOutAt(ids, row));
  stop(decided, heldOut, 'holdout', 'HOLDOUT');
  put(decided.outcome, heldOut, OUTCOMES.indexOf('holdout'));
}

/** Rows whose offer is spent get their next best one; the others of them end here. */
function withoutSpent(round: Round, options: readonly Option[], rows: Uint32Array): Uint32Array {
  const { strategy, people, decided } = round;
  const { availability } = people;
  if (availability === undefined) return rows;
  const codes = strategy.offers.map(({ key }) => spentCode(availability, key));
  const isSpent = (row: number): boolean => (codes[decided.offer[row] ?? -1] ?? null) !== null;
  const refused = filterRows(rows, isSpent);
  if (refused.length === 0) return rows;
  const again = new Uint8Array(people.rows);
  put(again, refused, 1);
  const theirs = options.map((option) => ({ ...option, rows: rowsWith(again, 1, option.rows) }));
  takeBack(round, refused);
  offerBest(
    round,
    theirs.filter(({ place }) => codes[place] === null),
  );
  const empty = rowsWith(decided.offer, -1, refused);
  for (const row of empty) again[row] = 2;
  offerWorst(
    round,
    theirs.map((option) => ({ ...option, rows: rowsWith(again, 2, option.rows) })),
  );
  codes.forEach((code, place) => {
    if (code !== null) stop(decided, rowsWith(decided.offer, place, empty), 'reserve', code);
  });
  takeBack(round, empty);
  return filterRows(rows, (row) => decided.offer[row] !== -1);
}

function takeBack({ decided }: Round, rows: Uint32Array): void {
  put(decided.offer, rows, -1);
  for (const figures of [decided.conversion, decided.natural, decided.cost, decided.profit]) {
    for (const row of rows) figures[row] = Number.NaN;
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { numberText, textOf, type TextColumn, writeCsv } from './csv.js';
import {
  rowsOfPart,
  type History,
  KINDS,
  MAILING_DAYS,
  MAILING_HOUR,
  OFFER,
  type Part,
  PARTS,
  type SimulatedShop,
  type Truth,
} from '../shop/index.js';
import { EVERYBODY, type EverybodyMailing, mailEverybody } from '../everybody/index.js';
import { describeShop } from './describe-shop.js';

/**
 * Writes the shop into a folder, which is made where it is missing: `users.csv`, `history-train.csv`,
 * `history-validation.csv`, `history-replay.csv`, `truth.csv`, `history-everybody.csv`, `truth-everybody.csv` and a
 * `README.md` that names every column.
 *
 * The history files follow the convention of `strata train`: a 0/1 column named after the label's event, and `offer`
 * blank where nothing was sent. Same shop, same bytes.
 *
 * @returns the paths of the files, by what they hold
 */
export async function writeShop(shop: SimulatedShop, dir: string): Promise<ShopFiles> {
  await mkdir(dir, { recursive: true });
  const path = (name: string) => join(dir, name);
  const files = {
    users: path('users.csv'),
    train: path('history-train.csv'),
    validation: path('history-validation.csv'),
    replay: path('history-replay.csv'),
    truth: path('truth.csv'),
    everybody: path('history-everybody.csv'),
    everybodyTruth: path('truth-everybody.csv'),
    readme: path('README.md'),
  };
  await writeCsv(files.users, userColumns(shop), rowsUpTo(shop.users.rows));
  for (const part of PARTS) await writeCsv(files[part], historyColumns(shop), rowsOfPart(shop.history, part));
  await writeCsv(files.truth, truthColumns(shop), rowsUpTo(shop.history.rows));
  const mailing = mailEverybody(shop);
  await writeCsv(files.everybody, everybodyColumns(shop, mailing), rowsUpTo(shop.users.rows));
  await writeCsv(files.everybodyTruth, everybodyTruthColumns(mailing), rowsUpTo(shop.users.rows));
  await writeFile(files.readme, describeShop(shop));
  return files;
}

/** Paths of the files of a written shop. */
export interface ShopFiles extends Readonly<Record<Part, string>> {
  readonly users: string;
  readonly truth: string;
  /** Of the mailing to every customer: what was recorded, and the truth. */
  readonly everybody: string;
  readonly everybodyTruth: string;
  readonly readme: string;
}

/** The id of the customer in a row of `users.csv`. */
export function userIdOf(row: number): string {
  return `u${row}`;
}

function userColumns({ users }: SimulatedShop): TextColumn[] {
  return [{ name: 'userId', cell: userIdOf }, textOf(users.stage), ...users.facts.map(textOf)];
}

function historyColumns({ history, campaigns }: SimulatedShop): TextColumn[] {
  const days = campaigns.map(({ sentAt }) => Array.from({ length: MAILING_DAYS }, (_, day) => addDays(sentAt, day)));
  return [
    ...keyColumns(history, campaigns),
    { name: 'sentAt', cell: (row) => days[history.campaign[row] ?? 0]?.[history.day[row] ?? 0] ?? '' },
    { name: 'offer', cell: (row) => (history.treated[row] === 1 ? OFFER : '') },
    ...history.facts.map(textOf),
    { name: 'order_placed', cell: (row) => numberText(history.converted[row]) },
    { name: 'order_amount', cell: (row) => (history.converted[row] === 1 ? numberText(history.amount[row]) : '') },
    { name: 'coupon_redeemed', cell: (row) => numberText(history.redeemed[row]) },
  ];
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The history of the mailing to everybody: a row for each customer, in the order of `users.csv`. */
function everybodyColumns({ users }: SimulatedShop, mailing: EverybodyMailing): TextColumn[] {
  const { carts, treated, propensity, converted, amount, redeemed } = mailing;
  const sentAt = `${EVERYBODY.sentAt}T${String(MAILING_HOUR).padStart(2, '0')}:00:00Z`;
  return [
    ...everybodyKeys(),
    { name: 'sentAt', cell: () => sentAt },
    { name: 'offer', cell: (row) => (treated[row] === 1 ? OFFER : '') },
    { name: 'propensity', cell: (row) => numberText(propensity[row]) },
    ...users.facts.map(textOf),
    { name: 'cart_left', cell: (row) => numberText(carts.left[row]) },
    { name: 'order_placed', cell: (row) => numberText(converted[row]) },
    { name: 'order_amount', cell: (row) => (converted[row] === 1 ? numberText(amount[row]) : '') },
    { name: 'coupon_redeemed', cell: (row) => numberText(redeemed[row]) },
  ];
}

function everybodyTruthColumns({ truth }: EverybodyMailing): TextColumn[] {
  return [...everybodyKeys(), ...hiddenColumns(truth)];
}

function everybodyKeys(): TextColumn[] {
  return [
    { name: 'userId', cell: userIdOf },
    { name: 'campaign', cell: () => EVERYBODY.id },
  ];
}

function truthColumns({ history, campaigns, truth }: SimulatedShop): TextColumn[] {
  return [...keyColumns(history, campaigns), ...hiddenColumns(truth)];
}

function hiddenColumns(truth: Truth): TextColumn[] {
  const hidden = (name: string, values: Float64Array): TextColumn => ({
    name,
    cell: (row) => (values[row] ?? 0).toPrecision(6),
  });
  return [
    { name: 'kind', cell: (row) => KINDS[truth.kind[row] ?? 0] ?? '' },
    hidden('natural', truth.natural),
    hidden('withCoupon', truth.withCoupon),
    hidden('redemption', truth.redemption),
    hidden('orderValue', truth.orderValue),
    hidden('need', truth.need),
    hidden('dealProneness', truth.dealProneness),
    hidden('irritability', truth.irritability),
  ];
}

function keyColumns(history: History, campaigns: SimulatedShop['campaigns']): TextColumn[] {
  return [
    { name: 'userId', cell: (row) => userIdOf(history.user[row] ?? 0) },
    { name: 'campaign', cell: (row) => campaigns[history.campaign[row] ?? 0]?.id ?? '' },
  ];
}

function* rowsUpTo(end: number): Generator<number> {
  for (let row = 0; row < end; row++) yield row;
}

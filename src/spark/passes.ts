import { serialize } from 'node:v8';
import { type AssignPlan, type CountPlan } from '#strata/engine/allocation';
import { AudienceHash, type AudienceSum } from '#strata/engine/columns';
import { type PackedTexts } from '#strata/kernel/texts';
import {
  type BlockCounts,
  blockFromBytes,
  blockToBytes,
  countArms,
  decideBlock,
  LIST_FIELDS,
  listCells,
  offersOf,
  type OpenRows,
  openRowsOf,
  optionsFromBytes,
  type SettledRows,
  type SpilledOptions,
  sumHeld,
  surveyArms,
} from '#strata/campaigns/selection';
import { type ArrowSource, ArrowWriter, type WrittenCell, type WrittenFields } from '#strata/tables/arrow';
import { StrataError } from '#sdk';
import { peopleReader } from './arrow-people.js';
import { type Desk } from './desk.js';

/** What a pass is told of the passes before it: plans by arm, and who at the cuts gets what. Plain data, JSON. */
export interface Multipliers {
  readonly plans: readonly (CountPlan | AssignPlan | null)[];
  /** By arm. */
  readonly settled?: readonly SettledIds[];
}

/** People at the cut of an arm, and the places of the offers that they get; −1 for nothing. */
export interface SettledIds {
  readonly ids: readonly string[];
  readonly offers: readonly number[];
}

/** What a pass over blocks brings together, for whoever drives: written as `result`, by `node:v8`. */
export interface PassResults {
  readonly survey: { readonly arms: readonly Uint8Array[]; readonly counts: BlockCounts };
  readonly count: readonly (Uint8Array | null)[];
  readonly open: readonly OpenRows[];
  readonly hash: { readonly sum: AudienceSum; readonly selected: Readonly<Record<string, number>> };
}

/** The passes, in the order in which they are made: of people, of blocks, and at the end of the list. */
export type Pass = 'decide' | 'survey' | 'count' | 'open' | 'list' | 'hash';

/** Takes bytes; resolves when more may come. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Makes a pass over Arrow data, a batch at a time, and writes Arrow data. Nothing is kept of a batch but sums.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, BAD_USAGE where the pass needs multipliers, and what deciding throws
 */
export async function makePass(
  pass: Pass,
  { desk, multipliers }: { readonly desk: Desk; readonly multipliers: Multipliers | null },
  source: ArrowSource,
  write: Write,
): Promise<void> {
  const writer = new ArrowWriter(pass === 'list' ? LISTED : RESULT);
  for await (const rows of rowsOf(pass, { desk, multipliers }, source)) {
    if (rows.length > 0) await write(writer.batch(columnsOf(writer.fields, rows)));
  }
  await write(writer.end());
}

const RESULT: WrittenFields = new Map([['result', 'bytes']]);
const LISTED: WrittenFields = new Map(LIST_FIELDS.map(({ name, type }) => [name, type]));

type Row = readonly WrittenCell[];
type Work = { readonly desk: Desk; readonly multipliers: Multipliers | null };

async function* rowsOf(pass: Pass, work: Work, source: ArrowSource): AsyncGenerator<readonly Row[]> {
  switch (pass) {
    case 'decide':
      yield* decide(work.desk, source);
      return;
    case 'survey':
      yield [[serialize(await survey(work.desk, source))]];
      return;
    case 'count':
      yield [[serialize(await count(work, source))]];
      return;
    case 'open':
      for await (const bytes of blocksOf(source)) yield openRows(work, bytes).map((open) => [serialize(open)]);
      return;
    case 'list':
      for await (const bytes of blocksOf(source)) yield list(work, bytes);
      return;
    case 'hash':
      yield [[serialize(await hash(source))]];
  }
}

async function* decide(desk: Desk, source: ArrowSource): AsyncGenerator<readonly Row[]> {
  const read = peopleReader(desk, source);
  const deciding = await desk.deciding();
  for await (const batch of source.batches()) yield [[blockToBytes(await decideBlock(read(batch), deciding))]];
}

async function* blocksOf(source: ArrowSource): AsyncGenerator<Uint8Array> {
  for await (const batch of source.batches()) for (const bytes of batch.bytes('result')) yield bytes;
}

async function survey({ arms }: Desk, source: ArrowSource): Promise<PassResults['survey']> {
  const surveys = surveyArms(arms);
  const all = new Counts();
  for await (const bytes of blocksOf(source)) {
    const { counts, ...options } = blockFromBytes(bytes);
    all.add(counts);
    surveys.add(options);
  }
  return { arms: surveys.toBytes(), counts: all.sum() };
}

async function count({ desk: { arms }, multipliers }: Work, source: ArrowSource): Promise<PassResults['count']> {
  const sums = countArms(arms, plansOf(multipliers) as readonly (CountPlan | null)[]);
  for await (const bytes of blocksOf(source)) sums.add(optionsFromBytes(bytes));
  return sums.toBytes();
}

/** None where nobody of the block is at a cut. */
function openRows({ desk: { arms }, multipliers }: Work, bytes: Uint8Array): readonly PassResults['open'][] {
  const block = blockFromBytes(bytes);
  const open = openRowsOf(block, arms, plansOf(multipliers) as readonly AssignPlan[]);
  if (open.every(({ rows }) => rows.length === 0)) return [];
  return [open.map((some) => ({ ...some, ids: Array.from(some.rows, (row) => block.ids.at(row)) }))];
}

function list({ desk, multipliers }: Work, bytes: Uint8Array): readonly Row[] {
  const { arms, strategy, bundle } = desk;
  const block = blockFromBytes(bytes);
  const plans = plansOf(multipliers) as readonly AssignPlan[];
  const settled = settledIn(block, { desk, multipliers });
  const offers = offersOf(block, arms, plans, settled);
  return listCells(block, offers, { campaign: bundle.campaign.campaign, strategy });
}

/**
 * What the rows of a block at the cuts get, by their ids: a block that a cluster made again need not have the same rows.
 *
 * @throws StrataError BAD_FILE where somebody is at the cut who was not when it was settled
 */
function settledIn(
  block: SpilledOptions & { readonly ids: PackedTexts },
  { desk: { arms }, multipliers }: Work,
): readonly SettledRows[] {
  return openRowsOf(block, arms, plansOf(multipliers) as readonly AssignPlan[]).map(({ rows }, arm) => {
    const known = offersById(multipliers, arm);
    const offers = Int16Array.from(rows, (row) => known.get(block.ids.at(row)) ?? Number.NaN);
    const isKnown = rows.every((row) => known.has(block.ids.at(row)));
    if (!isKnown)
      throw new StrataError('BAD_FILE', 'The people changed between the passes: somebody new is at the cut.');
    return { rows, offers };
  });
}

const byId = new WeakMap<SettledIds, ReadonlyMap<string, number>>();

function offersById(multipliers: Multipliers | null, arm: number): ReadonlyMap<string, number> {
  const settled = multipliers?.settled?.[arm];
  if (settled === undefined) return new Map();
  const known = byId.get(settled) ?? new Map(settled.ids.map((id, place) => [id, settled.offers[place] ?? -1]));
  byId.set(settled, known);
  return known;
}

async function hash(source: ArrowSource): Promise<PassResults['hash']> {
  const sum = new AudienceHash();
  const selected = new Map<string, number>();
  for await (const batch of source.batches()) {
    const [users, offers, arms, outcomes] = [
      batch.texts('user'),
      batch.texts('offer'),
      batch.texts('arm'),
      batch.texts('outcome'),
    ];
    users.forEach((user, row) => {
      const [offer, arm, outcome] = [offers[row] ?? '', arms[row] ?? '', outcomes[row] ?? ''];
      sum.add(user ?? '', { offer, arm, outcome });
      const key = JSON.stringify([offer, arm, outcome]);
      selected.set(key, (selected.get(key) ?? 0) + 1);
    });
  }
  return { sum: sum.sum(), selected: Object.fromEntries(selected) };
}

/** Whoever drives sends plans of the kind that a pass needs. */
function plansOf(multipliers: Multipliers | null): Multipliers['plans'] {
  if (multipliers === null) throw new StrataError('BAD_USAGE', 'This pass needs --multipliers FILE.');
  return multipliers.plans;
}

/** Adds up what became of people. */
export class Counts {
  #people = 0;
  readonly #stopped = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  #held: BlockCounts['held'];

  add({ people, stopped, failures, held }: BlockCounts): void {
    if (held !== undefined) this.#held = sumHeld([...(this.#held ?? []), ...held]);
    this.#people += people;
    for (const [name, some] of Object.entries(stopped)) this.#stopped.set(name, (this.#stopped.get(name) ?? 0) + some);
    for (const [name, some] of Object.entries(failures))
      this.#failures.set(name, (this.#failures.get(name) ?? 0) + some);
  }

  sum(): BlockCounts {
    return {
      people: this.#people,
      stopped: Object.fromEntries(this.#stopped),
      failures: Object.fromEntries(this.#failures),
      ...(this.#held === undefined ? {} : { held: this.#held }),
    };
  }
}

function columnsOf(fields: WrittenFields, rows: readonly Row[]): ReadonlyMap<string, readonly WrittenCell[]> {
  return new Map([...fields.keys()].map((name, place) => [name, rows.map((row) => row[place] ?? null)]));
}

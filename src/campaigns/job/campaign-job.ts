import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EntityManager } from 'typeorm';
import { timeZoneOf } from '#strata/engine';
import { type CompiledPolicy, type CompiledStrategy, policyRuleWords } from '#strata/engine/plan';
import { type OfferItems } from '#strata/items';
import { type JobHandler } from '#strata/platform/queue';
import { scoringModel } from '#strata/ledger/exposures';
import { keepPrices } from '#strata/ledger/prices';
import { isStrataError, StrataError } from '#sdk';
import {
  bookDrawn,
  type BookedList,
  bookList,
  offeredIn,
  reserveList,
  returnUnbooked,
  undoBooking,
  withDuckDb,
} from '../booking/index.js';
import { matchPeople } from '../customer-match/index.js';
import {
  type CampaignPayload,
  changeState,
  findRuns,
  type ListChanges,
  listPath,
  markReady,
  readyRuns,
  runFolder,
  type RunManifest,
  type RunRow,
  switchedOffNotes,
  switchedOffOf,
} from '../runs/index.js';
import { addItems, itemNotes } from '../items/index.js';
import { campaignPhrases } from '../words/index.js';
import { type ModelPorts } from '../preview/index.js';
import { type Selection } from '../selection/index.js';
import { type BeginPorts, beginRun, type BegunRun, planAgain } from './begin-run.js';
import { checkPeople } from './check-people.js';
import { deliverList } from './deliver-list.js';
import { writeBookedList, writeChanges } from './finish-list.js';
import { foundPrices } from './found-prices.js';
import { pushList, type PushParts, webhookOf } from './push-list.js';
import { formatOf, selectList, type SelectPorts } from './select-list.js';
import { takeErasedOut } from './take-erased-out.js';
import { removeFromTable } from './write-table.js';

/** What runs of campaigns work with. */
export interface CampaignParts extends BeginPorts, SelectPorts, ModelPorts, PushParts {
  readonly items: Pick<OfferItems, 'choose'>;
  /** Absolute path of Strata's home, below which the folders of runs are. */
  readonly home: string;
}

type JobRun = Parameters<JobHandler<CampaignPayload>>[1];

/** Shares of the progress at which the selection, the booking of the list, and all booking end. */
const SELECTED = 0.8;
const LISTED = 0.9;
const BOOKED = 0.97;

/**
 * Runs campaigns: select, reserve, book, hand out. All that was done is kept, so that a run that is taken up again ends with
 * the same list, and everybody is booked once. The list is ready in the transaction that ends the job.
 */
export function campaignHandler(parts: CampaignParts): JobHandler<CampaignPayload> {
  return async (payload, job) => {
    try {
      const begun = await beginRun(parts, job.id, payload);
      if (begun.row.state === 'ready') return await push(parts, begun, job);
      const run = await check(parts, begun, job);
      return await (payload.dryRun ? dryRun(parts, run, job) : runWhole(parts, run, job));
    } catch (error) {
      await settleStopped(parts, { job, payload }, error);
      throw error;
    }
  };
}

async function check(parts: CampaignParts, run: BegunRun, job: JobRun): Promise<BegunRun> {
  job.progress(0, 'whether the models know these people');
  return await checkPeople(parts, run, { folder: runFolder(parts.home, job.id), signal: job.signal });
}

/** Selects, and writes nothing down. */
async function dryRun(parts: CampaignParts, run: BegunRun, job: JobRun) {
  const { manifest } = await select(parts, run, job, 1);
  const { strategy } = run.row;
  const off = await parts.database.run((manager) => switchedOffOf(manager, strategy));
  const notes = [...switchedOffNotes(off, { strategy, zone: timeZoneOf(run.release.documents) }), ...manifest.notes];
  const told = { ...manifest, notes, ...(off.length === 0 ? {} : { switchedOff: off }) };
  return ready(job, { ...told, ...checksOf(run), booked: null, changes: null, table: null }, 'ready');
}

async function runWhole(parts: CampaignParts, first: BegunRun, job: JobRun) {
  const folder = runFolder(parts.home, job.id);
  const { run, selection } = await selectAndReserve(parts, first, job);
  job.keep();
  const booked = await book(parts, { run, selection }, job);
  job.keep();
  const list = listPath(parts.home, job.id, 'list', formatOf(run));
  await writeBookedList(selection.list, booked, list);
  const { document } = run.strategy;
  const items = await addItems(parts, {
    ...{ list, strategy: document, documents: run.release.documents, now: run.plan.now, signal: job.signal },
  });
  job.keep();
  const changes = await changesOf(parts, run, list);
  const match = await matchPeople(parts, {
    ...{ id: job.id, payload: run.payload, purpose: document.consent, list },
    signal: job.signal,
  });
  const state = await deliverList(parts, run, { list, changes, signal: job.signal });
  const { out } = run.payload.document;
  const table = out !== undefined && 'table' in out ? out.table : null;
  const whole = manifestOf(run.strategy, { selection, booked, changes });
  const manifest = {
    ...whole,
    ...checksOf(run),
    notes: [...whole.notes, ...itemNotes(items)],
    ...(items.popular + items.none === 0 ? {} : { items }),
    ...{ table, ...(match === undefined ? {} : { match }) },
  };
  const finish = ready(job, manifest, state);
  await rm(join(folder, 'selection', 'blocks'), { recursive: true, force: true });
  const prices = foundPrices(run, selection.manifest);
  const finishAll = async (manager: Parameters<typeof finish>[0]) => {
    await returnUnbooked(manager, job.id, document);
    if (prices !== null) await keepPrices(manager, prices);
    return await finish(manager);
  };
  if (webhookOf(run) === undefined) return finishAll;
  // What has begun to go out stays booked, whatever becomes of the rest.
  await parts.database.transaction(finishAll);
  return await push(parts, run, job);
}

/** Hands out a list that is ready to the webhook of its campaign. */
async function push(parts: CampaignParts, run: BegunRun, job: JobRun) {
  const webhook = webhookOf(run);
  if (webhook !== undefined) {
    await pushList(parts, run, webhook, {
      list: listPath(parts.home, job.id, 'list', formatOf(run)),
      signal: job.signal,
      progress(share, note) {
        job.progress(BOOKED + (1 - BOOKED) * share, note);
        job.keep();
      },
    });
  }
  return async (manager: EntityManager): Promise<object> => {
    await changeState(manager, job.id, { from: ['ready'], to: 'delivered' });
    return { run: job.id };
  };
}

/** Rounds of selecting while others take what is left. */
const MOST_ROUNDS = 3;

async function selectAndReserve(
  parts: CampaignParts,
  first: BegunRun,
  job: JobRun,
): Promise<{ readonly run: BegunRun; readonly selection: Selection }> {
  let run = first;
  for (;;) {
    const selection = await select(parts, run, job, SELECTED);
    const wanted = await withDuckDb((connection) => offeredIn(connection, selection.list));
    if (await reserveList(parts.database, job.id, { strategy: run.strategy.document, wanted }))
      return { run, selection };
    if (run.plan.round >= MOST_ROUNDS) throw tooLittleLeft(run);
    job.progress(0, 'stock and budget were taken meanwhile: it is selected again');
    run = await planAgain(parts, run);
  }
}

function tooLittleLeft({ strategy }: BegunRun): StrataError {
  const message = `Others take stock or budget of "${strategy.document.id}" faster than the list can be booked.`;
  return new StrataError('CONFLICT', message, {
    problems: [{ message: 'too little is left each time', expected: 'a smaller budget or audience of the campaign' }],
  });
}

async function select(parts: CampaignParts, run: BegunRun, job: JobRun, until: number): Promise<Selection> {
  const folder = runFolder(parts.home, job.id);
  await mkdir(folder, { recursive: true });
  return await selectList(parts, run, {
    folder,
    signal: job.signal,
    progress(share, note) {
      job.progress(until * share, note);
      job.keep();
    },
  });
}

async function book(
  { database }: CampaignParts,
  { run, selection }: { readonly run: BegunRun; readonly selection: Selection },
  job: JobRun,
): Promise<BookedList> {
  const { list, audience } = selection.manifest;
  const of = (from: number, until: number, all: number) => (done: number) => {
    job.progress(from + ((until - from) * done) / Math.max(1, all), `${String(done)} people booked`);
    job.keep();
  };
  const booking = { run: job.id, strategy: run.strategy, now: Date.now(), signal: job.signal };
  const listed = run.strategy.draws.arms.length === 0 ? BOOKED : LISTED;
  const booked = await bookList(database, {
    ...booking,
    scoring: scoringModel(run.strategy.document, run.release.documents.models),
    list: selection.list,
    progress: of(SELECTED, listed, list.rows),
  });
  await bookDrawn(database, { ...booking, files: selection.drawn, progress: of(listed, BOOKED, audience.people) });
  return booked;
}

async function changesOf({ database, home }: CampaignParts, run: BegunRun, list: string): Promise<ListChanges | null> {
  const { id, campaign } = run.row;
  const [last] = await database.run((manager) => readyRuns(manager, campaign, { before: id, most: 1 }));
  if (last === undefined) return null;
  const { list: of } = (last.manifest ?? {}) as Partial<RunManifest>;
  await takeErasedOut({ database, home }, last);
  const before = { run: last.id, list: listPath(home, last.id, 'list', of?.format ?? 'parquet') };
  return await writeChanges({ list, before }, formatOf(run));
}

function manifestOf(
  { policy }: CompiledStrategy,
  {
    selection: { manifest },
    booked,
    changes,
  }: { readonly selection: Selection; readonly booked: BookedList; readonly changes: ListChanges | null },
): Omit<RunManifest, 'table' | 'checks' | 'forced'> {
  const refusedFor = (why: string) => [...booked.refused.values()].filter((each) => each === why).length;
  const refused = {
    capped: refusedFor('capped'),
    suppressed: refusedFor('suppressed'),
    erased: refusedFor('erased'),
    ...(booked.heldBy.size === 0 ? {} : { heldBy: leftOutBy(booked, policy) }),
  };
  const { contacts, heldOut } = booked;
  return { ...manifest, booked: { contacts, heldOut, refused }, changes };
}

/** Whom others contacted between the selection and the booking. */
function leftOutBy({ heldBy }: BookedList, policy: CompiledPolicy | null) {
  return [...heldBy].flatMap(([rule, people]) => {
    const found = policy?.rules[rule];
    if (found === undefined) return [];
    return [{ rule, people, words: campaignPhrases().leftOut(people, policyRuleWords(found)) }];
  });
}

function checksOf({ plan, payload }: BegunRun): Pick<RunManifest, 'checks' | 'forced'> {
  return { checks: plan.checks ?? [], forced: payload.force ?? null };
}

function ready(job: JobRun, manifest: RunManifest, state: 'ready' | 'delivered') {
  return async (manager: Parameters<typeof markReady>[0]): Promise<object> => {
    if (await markReady(manager, job.id, { manifest, state })) return { run: job.id };
    throw new StrataError('CANCELLED', 'The run was cancelled.');
  };
}

/** A run that failed says so; one that was cancelled takes back what it has written down. */
async function settleStopped(
  { database, releases, home }: CampaignParts,
  { job, payload }: { readonly job: JobRun; readonly payload: CampaignPayload },
  error: unknown,
): Promise<void> {
  const row = await database.run(async (manager) => (await findRuns(manager, [job.id])).get(job.id));
  if (row === undefined) return;
  if (row.state === 'cancelled') {
    await settleCancelled({ database, releases, home }, row, payload);
    return;
  }
  if (job.signal.aborted || (isStrataError(error) && error.code === 'UNAVAILABLE')) return;
  await database.run((manager) => changeState(manager, job.id, { from: ['open'], to: 'failed' }));
}

/** Takes back what a cancelled run has written down, and frees what it holds. */
export async function settleCancelled(
  { database, releases, home }: Pick<CampaignParts, 'database' | 'releases' | 'home'>,
  row: RunRow,
  { document }: CampaignPayload,
): Promise<void> {
  if (row.state === 'cancelled' && document.out !== undefined && 'table' in document.out) {
    await removeFromTable(database, row.id, document.out.table);
  }
  await rm(runFolder(home, row.id), { recursive: true, force: true });
  const { documents } = await releases.get(row.release);
  const strategy = documents.strategies.find(({ id }) => id === row.strategy);
  if (strategy !== undefined) await undoBooking(database, row, strategy);
}

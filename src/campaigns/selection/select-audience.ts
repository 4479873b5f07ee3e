import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AudienceHash } from '#strata/engine/columns';
import { contentHash } from '#strata/kernel';
import { compiledUrl } from '#strata/platform';
import { storedObject } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';
import { type PreparedAudience, type AudienceBlock, blocksOf, countWords, openAudience } from '../audience/index.js';
import { Crew } from '../crew/index.js';
import { type AllocatedArm, allocateBlocks } from './allocation/allocate-blocks.js';
import { type ArmProblem, armProblems } from './allocation/arm-problems.js';
import { DRAWN_FILES } from './blocks/drawn.js';
import { type BlockCounts, hasBlock, readCounts } from './blocks/spill.js';
import { openList } from './list/list-writer.js';
import { kept, readKept, writeJson } from './kept-files.js';
import { type SelectionManifest } from './manifest.js';
import { type Listed, manifestOf } from './manifest-of.js';
import { audienceRequest, strategyOf } from './plan-reads.js';
import { type SelectionPlan } from './selection-plan.js';
import { type ListedTotal } from './list/listed-block.js';
import { type Tasks, type ThreadPlan } from './threads/tasks.js';

/** How a selection runs. */
export interface SelectionRun {
  /** Of this run alone: what it has done stays there, so that a run that ended early goes on. */
  readonly folder: string;
  /** As many as the processor has cores unless told. */
  readonly threads?: number;
  /** The most people of a block. */
  readonly blockRows?: number;
  readonly signal?: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What was selected; the list lies in the run's folder. */
export interface Selection {
  readonly manifest: SelectionManifest;
  /** The list's path. */
  readonly list: string;
  /** The files of those who were drawn into arms, as a glob; none where the strategy has no arms. */
  readonly drawn: string;
}

const ENTRY = new URL('./threads/entry.js', compiledUrl(import.meta.url));
const BLOCK_ROWS = 131_072;
/** Of the DuckDB of each thread, in MB. */
const THREAD_MEMORY = 96;

/**
 * Selects the people of a campaign: reads its audience, decides about it on threads, and writes the list with its manifest.
 * Taken up again in the same folder it does only what is left, with the same result.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, INVALID_DOCUMENT, UNKNOWN_STRATEGY, CANCELLED, and what loading models throws
 */
export async function selectAudience(plan: SelectionPlan, run: SelectionRun): Promise<Selection> {
  const { folder, signal = new AbortController().signal } = run;
  await begin(plan, folder);
  const done = await readKept(join(folder, 'manifest.json'), MANIFEST);
  const drawn = join(folder, 'blocks', DRAWN_FILES);
  if (done !== undefined) return { manifest: done, list: join(folder, done.list.file), drawn };
  const strategy = strategyOf(plan);
  const clock = stopwatch();
  const audience = await kept(join(folder, 'audience.json'), AUDIENCE, () =>
    openAudience(audienceRequest(plan, strategy, folder)),
  );
  const audienceSeconds = clock();
  const { limits = {}, stock = {}, quotas = [], objective } = plan;
  const arms = armProblems(strategy, { limits, stock, quotas, objective });
  const blocks = filesOf(blocksOf(audience, run.blockRows ?? BLOCK_ROWS), folder);
  const crew = Crew.start<Tasks>(ENTRY, threadPlan(plan, { audience, arms, folder }), threadsFor(blocks, run));
  try {
    const counts = await decideAll(crew, blocks, { ...run, signal });
    const decideSeconds = clock();
    const allocated = await allocateAll(crew, blocks, arms, signal);
    const allocateSeconds = clock();
    const listed = await listAll(crew, blocks, { plan, allocated }, { ...run, signal });
    const seconds = { audience: audienceSeconds, decide: decideSeconds, allocate: allocateSeconds, list: clock() };
    const manifest = manifestOf(plan, { decidedBy: strategy, audience, counts, allocated, listed, seconds });
    await writeJson(join(folder, 'manifest.json'), manifest);
    return { manifest, list: join(folder, manifest.list.file), drawn };
  } catch (error) {
    if (signal.aborted) throw new StrataError('CANCELLED', 'The selection was cancelled.', { cause: error });
    throw error;
  } finally {
    await crew.end();
  }
}

/** No more than there are blocks: each loads the models. */
function threadsFor(blocks: readonly unknown[], { threads = availableParallelism() }: SelectionRun): number {
  return Math.max(1, Math.min(threads, blocks.length));
}

const lists = z.array(z.unknown());
const AUDIENCE = storedObject<PreparedAudience>({ people: z.int(), columns: lists, parts: lists, stopped: lists });
const MANIFEST = storedObject<SelectionManifest>({
  audience: storedObject<SelectionManifest['audience']>({ hash: z.string(), people: z.int() }),
  selected: lists,
  stopped: lists,
  list: storedObject<SelectionManifest['list']>({ file: z.string(), format: z.string(), rows: z.int() }),
});

/** What another plan left in the folder is of no use. */
async function begin(plan: SelectionPlan, folder: string): Promise<void> {
  const identity = identityOf(plan);
  const file = join(folder, 'plan.json');
  if ((await readKept(file, z.string())) === identity) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'blocks'), { recursive: true });
  await writeJson(file, identity);
}

const BLOCKS_FORM = 4;

/** All that the selection depends on but what Strata knows of people, which is kept as it is when the run begins. */
function identityOf(plan: SelectionPlan): string {
  const { source, models, release, campaign, strategy, now, format, availability } = plan;
  const { objective, limits, stock, quotas, policies } = plan;
  const people = source.kind === 'files' ? source : (source.among ?? 'stored');
  const versions = [...models].map(([id, { bytes }]) => [id, contentHash(bytes)]).sort();
  const parts = {
    campaign,
    strategy,
    now,
    format,
    availability,
    objective,
    limits,
    stock,
    quotas,
    policies: policies?.map(({ arm, state }) => [arm, state === null ? null : contentHash(state)]),
    people,
    versions,
    blocks: BLOCKS_FORM,
  };
  return contentHash(JSON.stringify({ ...parts, release: release.hash }));
}

function threadPlan(
  plan: SelectionPlan,
  opened: { readonly audience: PreparedAudience; readonly arms: readonly ArmProblem[]; readonly folder: string },
): ThreadPlan {
  const { campaign, release, strategy, now, models, plugins, availability, format } = plan;
  const { objective, limits, quotas = [], policies } = plan;
  return {
    ...opened,
    ...{ campaign, strategy, now, plugins, availability, policies, format, objective, memory: THREAD_MEMORY },
    release: { hash: release.hash, documents: release.documents },
    models: [...models].map(([id, { bytes }]) => ({ id, bytes })),
    quotas: quotas.map(({ segment }) => segment),
    minimumRoi: limits?.minimumRoi,
  };
}

interface BlockPlace {
  readonly block: AudienceBlock;
  readonly file: string;
}

function filesOf(blocks: readonly AudienceBlock[], folder: string): readonly BlockPlace[] {
  return blocks.map((block) => {
    const name = [block.part, block.start, block.end].join('-');
    return { block, file: join(folder, 'blocks', `${name}.bin`) };
  });
}

type Running = SelectionRun & { readonly signal: AbortSignal };

/** Decides about all blocks that were not decided about before. */
async function decideAll(
  crew: Crew<Tasks>,
  blocks: readonly BlockPlace[],
  { signal, progress }: Running,
): Promise<readonly BlockCounts[]> {
  const counts: BlockCounts[] = [];
  const open: BlockPlace[] = [];
  for (const each of blocks) {
    if (await hasBlock(each.file)) counts.push(await readCounts(each.file));
    else open.push(each);
  }
  for await (const count of crew.askAll('decide', open, signal)) {
    counts.push(count);
    const people = counts.reduce((sum, each) => sum + each.people, 0);
    progress?.((0.8 * counts.length) / blocks.length, `${countWords(people, 'person')} decided about`);
  }
  return counts;
}

async function allocateAll(
  crew: Crew<Tasks>,
  blocks: readonly BlockPlace[],
  arms: readonly ArmProblem[],
  signal: AbortSignal,
): Promise<readonly AllocatedArm[]> {
  const files = blocks.map(({ file }) => file);
  const groups = groupsOf(files, crew.size);
  return await allocateBlocks(arms, {
    survey: () => crew.askAll('survey', groups, signal),
    count: (plans) =>
      crew.askAll(
        'count',
        groups.map((group) => ({ ...group, plans })),
        signal,
      ),
    findOpen: (plans) =>
      crew.askAll(
        'findOpen',
        files.map((file) => ({ file, plans })),
        signal,
      ),
  });
}

/** So many blocks are summed up together at most. */
const MOST_TOGETHER = 16;

function groupsOf(files: readonly string[], threads: number): readonly { readonly files: readonly string[] }[] {
  const size = Math.min(MOST_TOGETHER, Math.max(1, Math.ceil(files.length / threads)));
  return Array.from({ length: Math.ceil(files.length / size) }, (_, group) => {
    return { files: files.slice(group * size, (group + 1) * size) };
  });
}

async function listAll(
  crew: Crew<Tasks>,
  blocks: readonly BlockPlace[],
  { plan: { format }, allocated }: { readonly plan: SelectionPlan; readonly allocated: readonly AllocatedArm[] },
  { folder, signal, progress }: Running,
): Promise<Listed> {
  const list = await openList(folder, format);
  const hash = new AudienceHash();
  const totals: ListedTotal[] = [];
  let rows = 0;
  let done = 0;
  try {
    const plans = allocated.map(({ plan }) => plan);
    const asked = blocks.map(({ file }, index) => {
      return { file, plans, settled: allocated.map(({ settled }) => settled[index]) };
    });
    for await (const block of crew.askAll('list', asked, signal)) {
      await list.append(block.rows);
      hash.merge(block.hash);
      totals.push(...block.totals);
      rows += block.rows.rows;
      progress?.(0.8 + (0.2 * ++done) / blocks.length, `${countWords(rows, 'row')} written`);
    }
  } catch (error) {
    await list.abandon();
    throw error;
  }
  return { file: await list.close(), rows, hash: hash.digest(), totals };
}

/** The seconds since it was asked before. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return Math.round(last - before) / 1000;
  };
}

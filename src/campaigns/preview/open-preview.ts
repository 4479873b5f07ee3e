import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type Language } from '#strata/kernel/texts';
import { compiledUrl } from '#strata/platform';
import { StrataError } from '#sdk';
import { type AudienceBlock, blocksOf, openAudience, type PreparedAudience } from '../audience/index.js';
import { Crew } from '../crew/index.js';
import { audienceRequest, type AudiencePlan, type SelectionPlan, strategyOf, usedModels } from '../selection/index.js';
import { type PreviewPlan, type PreviewTasks } from './threads/tasks.js';

/** Of a campaign what is looked at before it runs: what a run of it would select by. */
export type PreviewedPlan = AudiencePlan & Pick<SelectionPlan, 'campaign' | 'plugins' | 'policies' | 'availability'>;

/** How much is looked at, and how long. */
export interface LookBounds {
  /** Folder in which a folder for files of people is made, and removed afterwards. */
  readonly folder: string;
  /** About how many people are looked at, drawn by a hash of their ids; `Infinity` for all. */
  readonly people: number;
  /** Ends the looking. */
  readonly signal: AbortSignal;
  /** Of the words; English unless told. */
  readonly language?: Language | undefined;
}

/** People who are ready to be looked at. */
export interface OpenPreview {
  readonly strategy: CompiledStrategy;
  readonly audience: PreparedAudience;
  readonly blocks: readonly AudienceBlock[];
  readonly crew: Crew<PreviewTasks>;
}

/** About how many people are looked at unless told. */
export const PEOPLE = 100_000;

const ENTRY = new URL('./threads/entry.js', compiledUrl(import.meta.url));
/** Row groups are read whole. */
const BLOCK_ROWS = 65_536;
/** So many of those whom a model is to score are compared with its training. */
const POOL = 50_000;

/**
 * Opens the people of a campaign, or a sample of them, and a thread that decides about them; both are gone when `work` has
 * ended, or as soon as the signal ends it.
 *
 * @throws StrataError CANCELLED, and what opening an audience throws
 */
export async function withPreview<T>(
  plan: PreviewedPlan,
  { folder: parent, people, signal, language }: LookBounds,
  work: (open: OpenPreview) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'preview-'));
  try {
    const strategy = strategyOf(plan);
    const audience = await openAudience({ ...audienceRequest(plan, strategy, folder), sample: { people }, signal });
    const crew = Crew.start<PreviewTasks>(ENTRY, threadPlan(plan, strategy, { audience, folder, language }), 1);
    const end = (): void => void crew.end();
    signal.addEventListener('abort', end);
    try {
      signal.throwIfAborted();
      return await work({ strategy, audience, crew, blocks: blocksOf(audience, BLOCK_ROWS) });
    } finally {
      signal.removeEventListener('abort', end);
      await crew.end();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new StrataError('CANCELLED', 'Nobody waits for this preview any more.', { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function threadPlan(
  plan: PreviewedPlan,
  strategy: CompiledStrategy,
  opened: Pick<PreviewPlan, 'audience' | 'folder' | 'language'>,
): PreviewPlan {
  const { campaign, release, now, plugins, policies, availability } = plan;
  return {
    ...opened,
    ...{ campaign, now, plugins, policies, availability, strategy: plan.strategy },
    release: { hash: release.hash, documents: release.documents },
    models: [...usedModels(plan, strategy)].map(([id, { version, bytes }]) => ({ id, version, bytes })),
    poolShare: Math.min(1, POOL / Math.max(1, opened.audience.people)),
  };
}

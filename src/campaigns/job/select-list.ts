import { join } from 'node:path';
import { type CampaignLimits, campaignLimits } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { knownPeople } from '#strata/ledger/contacts';
import { type ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { type KnownPlugin } from '#strata/plugin-host/worker';
import { StrataError } from '#sdk';
import { type AudienceSource } from '../audience/index.js';
import { type ChosenModel, type Selection, selectAudience, type SelectionPlan } from '../selection/index.js';
import { type BegunRun } from './begin-run.js';

/** What a selection works with. */
export interface SelectPorts {
  readonly database: Database;
  readonly registry: ModelRegistry;
  readonly plugins: readonly KnownPlugin[];
  /** Absolute path of the folder whose files may be read. */
  readonly dataDir: string | undefined;
}

interface SelectRun {
  /** The run's. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: (share: number, note: string) => void;
}

/** Selects the people of a run; taken up again it goes on. @throws StrataError as `selectAudience` does */
export async function selectList(
  ports: SelectPorts,
  run: BegunRun,
  { folder, ...rest }: SelectRun,
): Promise<Selection> {
  return await selectAudience(await selectionPlan(ports, run), { folder: join(folder, 'selection'), ...rest });
}

/** What a run is fixed by, with nothing of the run itself. */
export type PlannedRun = Omit<BegunRun, 'row' | 'payload'> & { readonly payload: PlannedPayload };
type PlannedPayload = Pick<BegunRun['payload'], 'document' | 'directory'>;

/** What a run selects by. */
export async function selectionPlan(ports: SelectPorts, run: PlannedRun): Promise<SelectionPlan> {
  const { payload, release, strategy, plan } = run;
  const { document } = payload;
  return {
    campaign: document.id,
    strategy: strategy.document.id,
    release: { hash: release.hash, documents: release.documents },
    now: plan.now,
    source: sourceOf(ports, run),
    models: await modelsOf(ports.registry, run),
    plugins: ports.plugins,
    ...policiesOf(plan),
    availability: plan.availability,
    limits: limitsOf(run),
    stock: plan.left.stock,
    ...(document.objective === undefined ? {} : { objective: document.objective }),
    ...(document.quotas === undefined ? {} : { quotas: document.quotas }),
    states: {
      read: ({ timeZones, ids }) =>
        knownPeople(ports.database, {
          ...{ strategy, now: plan.now, ids },
          zoneAttribute: timeZones ? zoneAttribute(run) : undefined,
        }),
    },
    format: formatOf(run),
  };
}

function policiesOf({ policies }: PlannedRun['plan']): Pick<SelectionPlan, 'policies'> {
  if (policies === undefined) return {};
  return {
    policies: Object.entries(policies).map(([arm, state]) => ({
      arm,
      state: state === null ? null : new Uint8Array(Buffer.from(state, 'base64')),
    })),
  };
}

/** The attribute of profiles that holds a person's time zone, where the contact policy's fact is one. */
function zoneAttribute({ release, strategy }: PlannedRun): string | undefined {
  const fact = strategy.policy?.timeZone ?? null;
  const from = fact === null ? undefined : release.documents.facts[fact]?.from;
  return from !== undefined && 'profile' in from && !('measure' in from) ? from.profile : undefined;
}

/** The campaign's limits, and no more of the budget than the strategy has left. */
export function limitsOf({
  payload,
  strategy,
  plan,
}: {
  readonly payload: Pick<PlannedPayload, 'document'>;
  readonly strategy: CompiledStrategy;
  readonly plan: Pick<PlannedRun['plan'], 'left'>;
}): CampaignLimits {
  const limits = campaignLimits(payload.document, strategy.document);
  const budgets = [limits.budget, plan.left.budget].filter((budget) => budget !== undefined);
  return budgets.length === 0 ? limits : { ...limits, budget: Math.min(...budgets) };
}

/** The format of a run's list. */
export function formatOf({
  payload,
}: {
  readonly payload: Pick<BegunRun['payload'], 'document'>;
}): SelectionPlan['format'] {
  const { out } = payload.document;
  return out !== undefined && 'format' in out ? out.format : 'parquet';
}

function sourceOf({ database, dataDir }: SelectPorts, { payload }: PlannedRun): AudienceSource {
  const { audience } = payload.document;
  if (!('stored' in audience)) return { kind: 'files', directory: folderOfFiles(payload, dataDir), ...audience };
  if (audience.among === undefined) return { kind: 'stored', database };
  return { kind: 'stored', database, among: { directory: folderOfFiles(payload, dataDir), ...audience.among } };
}

/** @throws StrataError BAD_FILE */
export function folderOfFiles({ directory }: { readonly directory?: string }, dataDir: string | undefined): string {
  const folder = directory ?? dataDir;
  if (folder !== undefined) return folder;
  throw new StrataError('BAD_FILE', 'Campaigns read no files here.', {
    problems: [{ message: 'DATA_DIR is not set', expected: 'DATA_DIR in the environment of servers and workers' }],
  });
}

async function modelsOf(
  registry: ModelRegistry,
  { strategy, plan }: PlannedRun,
): Promise<ReadonlyMap<string, ChosenModel>> {
  const models = new Map<string, ChosenModel>();
  for (const id of new Set([...strategy.campaignNeeds.model, ...strategy.campaignNeeds.baseline])) {
    const version = plan.models[id];
    if (version !== undefined) models.set(id, { version, bytes: await registry.artefact(id, version) });
  }
  return models;
}

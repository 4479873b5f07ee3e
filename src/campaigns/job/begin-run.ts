import { findPolicyState } from '#strata/decisions/policies';
import { armsOf, type Campaign, policyOf, type ReleaseDocuments } from '#strata/engine';
import { compileRelease, type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { countedOf, microsOf, spentOf } from '#strata/ledger/counters';
import { assertNotStopped, findSwitches } from '#strata/ledger/switches';
import { type ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { type CampaignPayload, findRuns, keepPlan, type RunPlan, type RunRow } from '../runs/index.js';

/** A run with all that was fixed when it began first. */
export interface BegunRun {
  readonly row: RunRow;
  readonly payload: CampaignPayload;
  readonly release: CompiledRelease;
  readonly strategy: CompiledStrategy;
  readonly plan: RunPlan;
}

/** What a run is fixed by. */
export interface BeginPorts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly registry: ModelRegistry;
}

/**
 * What a run is about; where it begins for the first time its clock, the models' champions and what is left of stock and
 * budget are fixed.
 *
 * @throws StrataError CANCELLED where the run is neither open nor being delivered, UNKNOWN_STRATEGY, NOT_FOUND,
 * STRATEGY_STOPPED
 */
export async function beginRun(ports: BeginPorts, id: string, payload: CampaignPayload): Promise<BegunRun> {
  const row = await ports.database.run(async (manager) => (await findRuns(manager, [id])).get(id));
  if (row?.state !== 'open' && row?.state !== 'ready') throw new StrataError('CANCELLED', 'The run was cancelled.');
  if (row.state === 'open' && !row.dryRun)
    await ports.database.run((manager) => assertNotStopped(manager, row.strategy));
  const begun = { row, payload, ...decidedBy(await ports.releases.get(payload.release), payload.document) };
  return { ...begun, plan: row.plan ?? (await planRun(ports, begun, 0)) };
}

/** Fixes anew what is left: a list was selected, and too little was left to give everybody what it says. */
export async function planAgain(ports: BeginPorts, run: BegunRun): Promise<BegunRun> {
  return { ...run, plan: await planRun(ports, run, run.plan.round + 1, run.plan.checks) };
}

async function planRun(
  ports: BeginPorts,
  run: Omit<BegunRun, 'plan'>,
  round: number,
  checks?: RunPlan['checks'],
): Promise<RunPlan> {
  const fixed = await fixPlan(ports, run, { now: Date.now(), round });
  const plan = checks === undefined ? fixed : { ...fixed, checks };
  await ports.database.run((manager) => keepPlan(manager, run.row.id, plan));
  return plan;
}

/** The release that decides about a campaign, and its strategy. @throws StrataError UNKNOWN_STRATEGY */
export function decidedBy(
  { documents, hash }: { readonly documents: ReleaseDocuments; readonly hash: string },
  { strategy }: Pick<Campaign, 'strategy'>,
): Pick<BegunRun, 'release' | 'strategy'> {
  const release = compileRelease(documents, hash);
  return { release, strategy: strategyOf(release, strategy) };
}

/** What is fixed when a run begins: the models' champions, and what is left of stock and budget. */
export async function fixPlan(
  { database, registry }: Omit<BeginPorts, 'releases'>,
  { release, strategy }: Pick<BegunRun, 'release' | 'strategy'>,
  { now, round }: Pick<RunPlan, 'now' | 'round'>,
): Promise<RunPlan> {
  const { document } = strategy;
  const models = Object.fromEntries(await registry.champions());
  const counted = await database.run((manager) => countedOf(manager, document.id));
  const { budget } = document.limits ?? {};
  const stock = document.offers.flatMap(({ id, stock: all }) =>
    all === undefined ? [] : [[id, Math.max(0, all - (counted.issued.get(id) ?? 0))] as const],
  );
  return {
    now,
    models,
    availability: spentOf(release, document.id, counted),
    left: {
      ...(budget === undefined ? {} : { budget: Math.max(0, Number(microsOf(budget) - counted.reserved) / 1e6) }),
      stock: Object.fromEntries(stock),
    },
    round,
    ...(await policiesOf(database, strategy)),
  };
}

/** What the policies of arms know now; nothing where there are none, or they are switched off. */
async function policiesOf(
  database: Database,
  { document: { id, experiment } }: CompiledStrategy,
): Promise<Pick<RunPlan, 'policies'>> {
  const arms = armsOf(experiment).flatMap((arm) => {
    const policy = policyOf(arm);
    return policy === null ? [] : [{ arm: arm.id, policy }];
  });
  if (arms.length === 0) return {};
  return await database.run(async (manager) => {
    const switches = await findSwitches(manager, id);
    if (switches.some((each) => each.off && each.switch === 'fixedArms')) return {};
    const known: [string, string | null][] = [];
    for (const { arm, policy } of arms) {
      const state = await findPolicyState(manager, { strategy: id, arm, policy });
      known.push([arm, state === null ? null : Buffer.from(state).toString('base64')]);
    }
    return { policies: Object.fromEntries(known) };
  });
}

function strategyOf({ strategies }: CompiledRelease, id: string): CompiledStrategy {
  const found = strategies.find(({ document }) => document.id === id);
  if (found !== undefined) return found;
  throw new StrataError('UNKNOWN_STRATEGY', `There is no strategy "${id}" in the release of the run.`);
}

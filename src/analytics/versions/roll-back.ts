import { type EntityManager } from 'typeorm';
import { recordChange } from '#strata/platform/audit';
import { publishComputedAgain, withdrawComputed } from '#strata/profiles/computed';
import { StrataError } from '#sdk';
import { type AnalysisVersion, listVersions, lockVersions } from './version-table.js';

/** What is put back, and why. */
export interface RollBackRequest {
  /** The version that is to count; the one before the present one unless told. */
  readonly to?: number;
  readonly by: string;
  readonly reason: string;
}

/** Runs before the last whose facts are kept, so that they can be published again. */
const KEPT_BEFORE = 2;

/** Ids of the runs that may be rolled back to once another one publishes. */
export async function keptRuns(manager: EntityManager, analysis: string): Promise<readonly string[]> {
  const versions = await listVersions(manager, analysis);
  return versions
    .filter(({ people, withdrawnAt }) => people !== null && withdrawnAt === null)
    .slice(0, KEPT_BEFORE)
    .map(({ run }) => run);
}

/**
 * Puts an earlier version in the place of the present one: its report and what it is answered from, and the facts that its run
 * published, with their age. Later versions are withdrawn; the next run gives a new one. Needs a transaction.
 *
 * @param now milliseconds since 1970
 * @returns the version that counts now
 * @throws StrataError NOT_FOUND, CONFLICT
 */
export async function rollBack(
  manager: EntityManager,
  analysis: string,
  { to, by, reason }: RollBackRequest,
  now: number,
): Promise<AnalysisVersion> {
  await lockVersions(manager, analysis);
  const versions = await listVersions(manager, analysis);
  const present = versions.find(({ withdrawnAt }) => withdrawnAt === null);
  if (present === undefined)
    throw new StrataError('NOT_FOUND', `The analysis "${analysis.slice(0, 100)}" has no result yet: run it.`);
  const target = chosen(versions, present, to);
  await publishFacts(manager, target);
  await manager.query(
    `update analysis_versions set withdrawn_at = case when version > $2 then coalesce(withdrawn_at, $3) end
     where analysis = $1 and version >= $2`,
    [analysis, target.version, new Date(now).toISOString()],
  );
  const [before, after] = [present, target].map(({ version }) => ({ version }));
  await recordChange(manager, {
    ...{ who: by, what: 'analysis.rolledBack', subject: `analysis:${analysis}` },
    ...{ before: before ?? null, after: { ...after, reason } },
  });
  return { ...target, withdrawnAt: null };
}

function chosen(
  versions: readonly AnalysisVersion[],
  present: AnalysisVersion,
  to: number | undefined,
): AnalysisVersion {
  const { analysis, version } = present;
  if (to === version)
    throw conflict(`Version ${String(to)} of "${analysis}" is the one that counts.`, 'another version');
  const found =
    to === undefined
      ? versions.find((each) => each.version < version && each.withdrawnAt === null)
      : versions.find((each) => each.version === to);
  if (found !== undefined) return found;
  if (to === undefined) throw conflict(`"${analysis}" has no version before ${String(version)}.`, 'an earlier version');
  throw new StrataError('NOT_FOUND', `The analysis "${analysis}" has no version ${String(to)}.`);
}

async function publishFacts(
  manager: EntityManager,
  { analysis, run, at, people, version }: AnalysisVersion,
): Promise<void> {
  if (people === null) {
    await withdrawComputed(manager, analysis);
    return;
  }
  if (people === 0 || (await publishComputedAgain(manager, { analysis, run }, Date.parse(at)))) return;
  throw conflict(
    `What version ${String(version)} of "${analysis}" says about people is not kept any more.`,
    `one of the last ${String(KEPT_BEFORE + 1)} versions that published`,
  );
}

function conflict(message: string, expected: string): StrataError {
  return new StrataError('CONFLICT', message, { problems: [{ message, expected }] });
}

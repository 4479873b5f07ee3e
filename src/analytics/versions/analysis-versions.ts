import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { rollBack, type RollBackRequest } from './roll-back.js';
import {
  type AnalysisVersion,
  type AnalysisVersionWithReport,
  findArtefact,
  findVersion,
  listVersions,
} from './version-table.js';

/** What runs of analyses found out, version by version. */
export class AnalysisVersions {
  constructor(private readonly database: Database) {}

  /** Of one analysis, or of all; the latest of each first. */
  list(analysis?: string): Promise<readonly AnalysisVersion[]> {
    return this.database.run((manager) => listVersions(manager, analysis));
  }

  /** The version that counts, or null where there is none. */
  async current(analysis: string): Promise<AnalysisVersionWithReport | null> {
    return (await this.database.run((manager) => findVersion(manager, analysis, undefined))) ?? null;
  }

  /** One version; the one that counts unless told. @throws StrataError NOT_FOUND */
  async find(analysis: string, version?: number): Promise<AnalysisVersionWithReport> {
    const found = await this.database.run((manager) => findVersion(manager, analysis, version));
    if (found !== undefined) return found;
    const what = version === undefined ? 'has no result yet: run it' : `has no version ${String(version)}`;
    throw new StrataError('NOT_FOUND', `The analysis "${analysis.slice(0, 100)}" ${what}.`);
  }

  /** What a version is answered from; null where it keeps nothing. */
  artefact(analysis: string, version: number): Promise<Uint8Array | null> {
    return this.database.run((manager) => findArtefact(manager, analysis, version));
  }

  /**
   * Puts an earlier version in the place of the one that counts.
   *
   * @param now milliseconds since 1970
   * @returns the version that counts then
   * @throws StrataError NOT_FOUND, CONFLICT where there is none before, or its facts are not kept any more
   */
  rollBack(analysis: string, request: RollBackRequest, now: number): Promise<AnalysisVersion> {
    return this.database.transaction((manager) => rollBack(manager, analysis, request, now));
  }
}

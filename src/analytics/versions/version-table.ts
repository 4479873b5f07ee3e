import { createHash } from 'node:crypto';
import { type EntityManager } from 'typeorm';
import { type Analysis } from '#strata/engine';

/** A run's result as it is kept. */
export interface AnalysisVersion {
  readonly analysis: string;
  /** From 1 on, by analysis. */
  readonly version: number;
  /** Id of the run that found it out. */
  readonly run: string;
  /** The document that was run. */
  readonly document: Analysis;
  /** Hash of the release that it was published in. */
  readonly release: string;
  /** What was read: a file, or `stored history`. */
  readonly source: string;
  /** ISO 8601, UTC: the moment that it is of. */
  readonly at: string;
  /** How many people it says something about in computed facts; null where it publishes nothing, or a later run had. */
  readonly people: number | null;
  /** That it is no better than the dumb rival, by its own report; null where it is, or nothing is compared. */
  readonly warning: string | null;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC: when an earlier version was put in its place; null where none was. */
  readonly withdrawnAt: string | null;
}

/** The same with what was found out. */
export interface AnalysisVersionWithReport extends AnalysisVersion {
  readonly report: object;
}

/** A result, to be kept. */
export interface FoundVersion extends Omit<AnalysisVersion, 'version' | 'createdAt' | 'withdrawnAt'> {
  readonly report: object;
  readonly artefact: Uint8Array | null;
}

const COLUMNS = `analysis, version, run, document, release, source, at, people, warning, created_by as by,
  created_at, withdrawn_at`;

interface VersionRow extends Omit<AnalysisVersion, 'at' | 'createdAt' | 'withdrawnAt'> {
  readonly at: Date;
  readonly created_at: Date;
  readonly withdrawn_at: Date | null;
  readonly report?: string;
}

/** Keeps a result as the next version. @param now milliseconds since 1970 */
export async function insertVersion(manager: EntityManager, found: FoundVersion, now: number): Promise<number> {
  const { analysis, run, document, release, source, at, people, warning, by, report, artefact } = found;
  await lockVersions(manager, analysis);
  const [row] = await manager.query<{ version: number }[]>(
    `insert into analysis_versions (analysis, version, run, document, release, source, at, people, report, artefact,
       checksum, created_by, created_at, warning)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
     from analysis_versions where analysis = $1 returning version`,
    [
      ...[analysis, run, JSON.stringify(document), release, source, at, people, JSON.stringify(report)],
      ...(artefact === null ? [null, null] : [Buffer.from(artefact), checksumOf(artefact)]),
      ...[by, new Date(now).toISOString(), warning],
    ],
  );
  return row?.version ?? 1;
}

/** Until the transaction ends nobody else changes the versions of an analysis: they are numbered one after the other. */
export async function lockVersions(manager: EntityManager, analysis: string): Promise<void> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 12))', [analysis]);
}

/** The latest first. */
export async function listVersions(
  manager: EntityManager,
  analysis: string | undefined,
): Promise<readonly AnalysisVersion[]> {
  const rows = await manager.query<VersionRow[]>(
    `select ${COLUMNS} from analysis_versions where $1::text is null or analysis = $1 order by analysis, version desc`,
    [analysis ?? null],
  );
  return rows.map(versionOf);
}

/** One version; where none is named the one that counts: the latest that was not withdrawn. Undefined where there is none. */
export async function findVersion(
  manager: EntityManager,
  analysis: string,
  version: number | undefined,
): Promise<AnalysisVersionWithReport | undefined> {
  const [row] = await manager.query<VersionRow[]>(
    `select ${COLUMNS}, report from analysis_versions
     where analysis = $1 and case when $2::integer is null then withdrawn_at is null else version = $2 end order by version desc limit 1`,
    [analysis, version ?? null],
  );
  return row && { ...versionOf(row), report: JSON.parse(row.report ?? '{}') as object };
}

/** What a version is answered from; null where it keeps nothing. @throws Error where it is damaged */
export async function findArtefact(
  manager: EntityManager,
  analysis: string,
  version: number,
): Promise<Uint8Array | null> {
  const [row] = await manager.query<{ artefact: Uint8Array | null; checksum: string | null }[]>(
    'select artefact, checksum from analysis_versions where analysis = $1 and version = $2',
    [analysis, version],
  );
  if (row?.artefact == null) return null;
  if (checksumOf(row.artefact) !== row.checksum) {
    throw new Error(`What version ${String(version)} of the analysis ${analysis} keeps is damaged`);
  }
  return row.artefact;
}

function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function versionOf(row: VersionRow): AnalysisVersion {
  const { analysis, version, run, document, release, source, people, warning, by } = row;
  const moments = {
    at: row.at.toISOString(),
    createdAt: row.created_at.toISOString(),
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  };
  return { analysis, version, run, document, release, source, people, warning, by, ...moments };
}

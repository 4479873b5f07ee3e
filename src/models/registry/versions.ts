import { type EntityManager } from 'typeorm';
import { contentHash } from '#strata/kernel';
import { StrataError } from '#sdk';
import { type ModelStage, type ModelVersion } from './model-version.js';
import { VERSION_COLUMNS, versionOf, type VersionRow } from './version-row.js';

/** A version as it is saved: the registry adds the number, the checksum, the stage and the time. */
export interface NewVersion extends Pick<
  ModelVersion,
  'modelId' | 'plugin' | 'task' | 'documentHash' | 'dataHash' | 'codeVersion' | 'seed' | 'metrics'
> {
  readonly bytes: Uint8Array;
  /** The fit that the hold-out judged, where `bytes` was then fitted again on all rows. */
  readonly judgedBytes?: Uint8Array;
  /** The curves over the hold-out, as JSON; a version without them has none to show. */
  readonly curves?: object;
  /** The people of the training part, to compare later ones with, as JSON; see `DriftReference`. */
  readonly reference?: object;
}

/** Whoever numbers versions or moves stages takes turns; readers are not held up. */
export async function takeTurn(manager: EntityManager): Promise<void> {
  await manager.query('lock table model_versions in share row exclusive mode');
}

/** Stores a version under the next number. Needs the turn. */
export async function insertVersion(manager: EntityManager, version: NewVersion): Promise<ModelVersion> {
  const [row] = await manager.query<{ version: number }[]>(
    `insert into model_versions (model_id, version, plugin, task, document_hash, data_hash, code_version, seed, metrics,
                                 curves, reference, artefact, checksum, judged_artefact, judged_checksum)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
       from model_versions where model_id = $1
     returning version`,
    [
      version.modelId,
      version.plugin,
      version.task,
      version.documentHash,
      version.dataHash,
      version.codeVersion,
      version.seed,
      JSON.stringify(version.metrics),
      version.curves === undefined ? null : JSON.stringify(version.curves),
      version.reference === undefined ? null : JSON.stringify(version.reference),
      Buffer.from(version.bytes),
      contentHash(version.bytes),
      version.judgedBytes === undefined ? null : Buffer.from(version.judgedBytes),
      version.judgedBytes === undefined ? null : contentHash(version.judgedBytes),
    ],
  );
  return await findVersion(manager, version.modelId, row?.version ?? 0);
}

/** All versions of one model, or of all; by id, newest first. */
export async function findVersions(
  manager: EntityManager,
  filter: { readonly modelId?: string; readonly version?: number; readonly stage?: ModelStage },
): Promise<readonly ModelVersion[]> {
  const rows = await manager.query<VersionRow[]>(
    `select ${VERSION_COLUMNS} from model_versions v
      where ($1::text is null or v.model_id = $1) and ($2::integer is null or v.version = $2)
        and ($3::text is null or v.stage = $3)
      order by v.model_id, v.version desc`,
    [filter.modelId ?? null, filter.version ?? null, filter.stage ?? null],
  );
  return rows.map(versionOf);
}

/** One version. @throws StrataError NOT_FOUND with the versions that there are */
export async function findVersion(manager: EntityManager, modelId: string, version: number): Promise<ModelVersion> {
  const [found] = await findVersions(manager, { modelId, version });
  if (found !== undefined) return found;
  const rows = await manager.query<{ version: number }[]>(
    'select version from model_versions where model_id = $1 order by version',
    [modelId],
  );
  const known = rows.map((row) => row.version).join(', ');
  throw new StrataError('NOT_FOUND', `There is no version ${String(version)} of model "${modelId}".`, {
    problems: [
      {
        message: `version ${String(version)} of "${modelId}" is unknown`,
        expected: known === '' ? 'a model that was trained' : `one of the versions ${known}`,
      },
    ],
  });
}

/** Needs the turn. */
export async function setStage(
  manager: EntityManager,
  modelId: string,
  version: number,
  stage: ModelStage,
): Promise<void> {
  await manager.query('update model_versions set stage = $3 where model_id = $1 and version = $2', [
    modelId,
    version,
    stage,
  ]);
}

/** The artefact of a version. @throws StrataError NOT_FOUND, and DAMAGED_ARTEFACT where its checksum does not fit */
export async function readArtefact(manager: EntityManager, modelId: string, version: number): Promise<Uint8Array> {
  return await readBytes(manager, 'artefact, checksum', modelId, version);
}

/** The fit that the hold-out judged: the artefact itself where a version was fitted once. @throws as {@link readArtefact} */
export async function readJudged(manager: EntityManager, modelId: string, version: number): Promise<Uint8Array> {
  const columns = 'coalesce(judged_artefact, artefact) as artefact, coalesce(judged_checksum, checksum) as checksum';
  return await readBytes(manager, columns, modelId, version);
}

async function readBytes(
  manager: EntityManager,
  columns: string,
  modelId: string,
  version: number,
): Promise<Uint8Array> {
  const [row] = await manager.query<{ artefact: Uint8Array; checksum: string }[]>(
    `select ${columns} from model_versions where model_id = $1 and version = $2`,
    [modelId, version],
  );
  if (row === undefined) {
    throw new StrataError('NOT_FOUND', `There is no version ${String(version)} of model "${modelId}".`);
  }
  const bytes = new Uint8Array(row.artefact);
  if (contentHash(bytes) === row.checksum) return bytes;
  const message = `Version ${String(version)} of model "${modelId}" is damaged: train it again.`;
  throw new StrataError('DAMAGED_ARTEFACT', message);
}

import { createHash } from 'node:crypto';
import { type Database, recordChange } from '../../platform/index.js';
import { StrataError } from '../../sdk/index.js';
import { type ModelStage, type ModelVersion, type Promotion } from './model-version.js';

/** A version as it is saved: the registry adds the number, the checksum, the stage and the time. */
export interface NewVersion extends Pick<
  ModelVersion,
  'modelId' | 'plugin' | 'task' | 'documentHash' | 'dataHash' | 'codeVersion' | 'seed' | 'metrics'
> {
  readonly bytes: Uint8Array;
}

const COLUMNS =
  'model_id, version, stage, plugin, task, document_hash, data_hash, code_version, seed, metrics, checksum, created_at';

/** All trained versions of all models, and which one is each model's champion. Safe across processes. */
export class ModelRegistry {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Stores an immutable version and returns it with its number. It is not the champion until it is promoted. */
  async save(version: NewVersion): Promise<ModelVersion> {
    return await this.#database.transaction(async (manager) => {
      // Two trainings of one model at once take turns, so that each gets its own number.
      await manager.query('lock table model_versions in share row exclusive mode');
      const rows = await manager.query<VersionRow[]>(
        `insert into model_versions
           (model_id, version, plugin, task, document_hash, data_hash, code_version, seed, metrics, artefact, checksum)
         select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
           from model_versions where model_id = $1
         returning ${COLUMNS}`,
        [
          version.modelId,
          version.plugin,
          version.task,
          version.documentHash,
          version.dataHash,
          version.codeVersion,
          version.seed,
          JSON.stringify(version.metrics),
          Buffer.from(version.bytes),
          checksumOf(version.bytes),
        ],
      );
      return versionOf(first(rows));
    });
  }

  /** All versions of one model, or of all; by id, newest first. */
  async list(modelId?: string): Promise<readonly ModelVersion[]> {
    const rows = await this.#query<VersionRow>(
      `select ${COLUMNS} from model_versions where $1::text is null or model_id = $1 order by model_id, version desc`,
      [modelId ?? null],
    );
    return rows.map(versionOf);
  }

  /** Makes a version the champion; the one before retires. Logged. Throws `NOT_FOUND` with what there is. */
  async promote(
    modelId: string,
    version: number,
    { by, reason }: { readonly by: string; readonly reason: string },
  ): Promise<ModelVersion> {
    return await this.#database.transaction(async (manager) => {
      await manager.query('lock table model_versions in share row exclusive mode');
      const known = await manager.query<Pick<VersionRow, 'version' | 'stage'>[]>(
        'select version, stage from model_versions where model_id = $1 order by version',
        [modelId],
      );
      if (!known.some((row) => row.version === version)) {
        throw unknownVersion(
          modelId,
          version,
          known.map((row) => row.version),
        );
      }
      await manager.query(
        `update model_versions set stage = 'retired' where model_id = $1 and stage = 'champion' and version <> $2`,
        [modelId, version],
      );
      await manager.query(`update model_versions set stage = 'champion' where model_id = $1 and version = $2`, [
        modelId,
        version,
      ]);
      await manager.query(
        'insert into model_promotions (model_id, version, promoted_by, reason) values ($1, $2, $3, $4)',
        [modelId, version, by, reason],
      );
      const champion = known.find(({ stage }) => stage === 'champion');
      await recordChange(manager, {
        who: by,
        what: 'model.promoted',
        subject: `model:${modelId}`,
        before: champion === undefined ? null : { version: champion.version },
        after: { version, reason },
      });
      const rows = await manager.query<VersionRow[]>(
        `select ${COLUMNS} from model_versions where model_id = $1 and version = $2`,
        [modelId, version],
      );
      return versionOf(first(rows));
    });
  }

  /** The log of promotions of a model, the latest first. */
  async promotions(modelId: string): Promise<readonly Promotion[]> {
    const rows = await this.#query<PromotionRow>(
      `select version, promoted_by, reason, promoted_at from model_promotions where model_id = $1 order by id desc`,
      [modelId],
    );
    return rows.map((row) => ({
      modelId,
      version: row.version,
      by: row.promoted_by,
      reason: row.reason,
      at: new Date(row.promoted_at).toISOString(),
    }));
  }

  /** The champion of a model, or null. */
  async champion(modelId: string): Promise<ModelVersion | null> {
    const rows = await this.#query<VersionRow>(
      `select ${COLUMNS} from model_versions where model_id = $1 and stage = 'champion'`,
      [modelId],
    );
    return rows[0] === undefined ? null : versionOf(rows[0]);
  }

  /** The version numbers of all champions, by model: cheap enough to poll every second. */
  async champions(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#query<{ model_id: string; version: number }>(
      `select model_id, version from model_versions where stage = 'champion'`,
      [],
    );
    return new Map(rows.map((row) => [row.model_id, row.version]));
  }

  /** The artefact of a version. Throws `NOT_FOUND`, and `DAMAGED_ARTEFACT` where its checksum does not fit. */
  async artefact(modelId: string, version: number): Promise<Uint8Array> {
    const rows = await this.#query<{ artefact: Uint8Array; checksum: string }>(
      'select artefact, checksum from model_versions where model_id = $1 and version = $2',
      [modelId, version],
    );
    const row = rows[0];
    if (row === undefined) throw new StrataError('NOT_FOUND', `There is no version ${version} of model "${modelId}".`);
    const bytes = new Uint8Array(row.artefact);
    if (checksumOf(bytes) === row.checksum) return bytes;
    throw new StrataError('DAMAGED_ARTEFACT', `Version ${version} of model "${modelId}" is damaged: train it again.`);
  }

  #query<R>(sql: string, parameters: unknown[]): Promise<R[]> {
    return this.#database.run((manager) => manager.query<R[]>(sql, parameters));
  }
}

interface VersionRow {
  readonly model_id: string;
  readonly version: number;
  readonly stage: ModelStage;
  readonly plugin: string;
  readonly task: string;
  readonly document_hash: string;
  readonly data_hash: string;
  readonly code_version: string;
  readonly seed: number | string;
  readonly metrics: string;
  readonly checksum: string;
  readonly created_at: Date | string;
}

interface PromotionRow {
  readonly version: number;
  readonly promoted_by: string;
  readonly reason: string;
  readonly promoted_at: Date | string;
}

function versionOf(row: VersionRow): ModelVersion {
  return Object.freeze({
    modelId: row.model_id,
    version: row.version,
    stage: row.stage,
    plugin: row.plugin,
    task: row.task,
    documentHash: row.document_hash,
    dataHash: row.data_hash,
    codeVersion: row.code_version,
    seed: Number(row.seed),
    checksum: row.checksum,
    metrics: JSON.parse(row.metrics) as ModelVersion['metrics'],
    createdAt: new Date(row.created_at).toISOString(),
  });
}

function unknownVersion(modelId: string, version: number, known: readonly number[]): StrataError {
  const expected = known.length === 0 ? 'a model that was trained' : `one of the versions ${known.join(', ')}`;
  return new StrataError('NOT_FOUND', `There is no version ${version} of model "${modelId}".`, {
    problems: [{ message: `version ${version} of "${modelId}" is unknown`, expected }],
  });
}

function first<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new StrataError('INTERNAL', 'The database returned no row.');
  return row;
}

function checksumOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

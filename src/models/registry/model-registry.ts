import { type EntityManager } from 'typeorm';
import { type Database } from '#strata/platform/database';
import { type DriftReference, storedReference } from './reference.js';
import { addEvidence, findEvidence } from './evidence.js';
import {
  type ChangedVersion,
  type ChangeOfChampion,
  type ModelEvidence,
  type ModelVersion,
  type NewEvidence,
  type Promotion,
} from './model-version.js';
import { findPromotions, promoteVersion, retireVersion, rollBack } from './promotion.js';
import { PLAIN_OBJECT, readStored } from './version-row.js';
import {
  findVersion,
  findVersions,
  insertVersion,
  type NewVersion,
  readArtefact,
  readJudged,
  takeTurn,
} from './versions.js';

/** All trained versions of all models, what is proven about them, and which one is each model's champion. Safe across processes. */
export class ModelRegistry {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Stores an immutable version and returns it with its number; its stage is `trained`. */
  async save(version: NewVersion): Promise<ModelVersion> {
    return await this.#database.transaction((manager) => this.saveWithin(manager, version));
  }

  /** {@link save} as a part of a transaction, such as the one that ends a job. */
  async saveWithin(manager: EntityManager, version: NewVersion): Promise<ModelVersion> {
    await takeTurn(manager);
    return await insertVersion(manager, version);
  }

  /** All versions of one model, or of all; by id, newest first. */
  async list(modelId?: string): Promise<readonly ModelVersion[]> {
    return await this.#database.run((manager) => findVersions(manager, modelId === undefined ? {} : { modelId }));
  }

  /** One version. @throws StrataError NOT_FOUND with the versions that there are */
  async version(modelId: string, version: number): Promise<ModelVersion> {
    return await this.#database.run((manager) => findVersion(manager, modelId, version));
  }

  /**
   * Adds evidence to a version; it is never changed, and the latest of a stage counts. The version moves to the highest
   * stage that is proven with all below it, down as well as up; a champion or retired one stays what it is. Audited.
   *
   * @throws StrataError NOT_FOUND
   */
  async recordEvidence(evidence: NewEvidence): Promise<ModelVersion> {
    return await this.#inTurn((manager) => addEvidence(manager, evidence));
  }

  /** {@link recordEvidence} as a part of a transaction, such as the one that ends a job. */
  async recordEvidenceWithin(manager: EntityManager, evidence: NewEvidence): Promise<ModelVersion> {
    await takeTurn(manager);
    return await addEvidence(manager, evidence);
  }

  /** All evidence of a version with its reports, the latest first. */
  async evidence(modelId: string, version: number): Promise<readonly ModelEvidence[]> {
    return await this.#database.run((manager) => findEvidence(manager, modelId, version));
  }

  /**
   * Makes a version the champion; the one before retires. A version needs passed evidence of `validated`, `backtested`
   * and `live`, or an override: why it may do without. Logged and audited; promoting the champion again changes nothing, and the answer says so.
   *
   * @throws StrataError STAGE_MISSING with what is missing and how to get it, NOT_FOUND, DAMAGED_ARTEFACT
   */
  async promote(
    modelId: string,
    version: number,
    why: ChangeOfChampion & { readonly override?: string },
  ): Promise<ChangedVersion> {
    return await this.#inTurn((manager) => promoteVersion(manager, modelId, version, why));
  }

  /**
   * Makes the champion before the present one champion again; needs no evidence, since it was champion. Where the
   * champion was retired, that one comes back. Logged and audited.
   *
   * @throws StrataError CONFLICT where there was none, DAMAGED_ARTEFACT
   */
  async rollback(modelId: string, why: ChangeOfChampion): Promise<ChangedVersion> {
    return await this.#inTurn((manager) => rollBack(manager, modelId, why));
  }

  /**
   * Takes a version out of the race; a model whose champion retires has none, so that rules decide in its place. Logged
   * and audited.
   *
   * @throws StrataError NOT_FOUND
   */
  async retire(modelId: string, version: number, why: ChangeOfChampion): Promise<ChangedVersion> {
    return await this.#inTurn((manager) => retireVersion(manager, modelId, version, why));
  }

  /** The log of changes of a model's champion, the latest first. */
  async promotions(modelId: string): Promise<readonly Promotion[]> {
    return await this.#database.run((manager) => findPromotions(manager, modelId));
  }

  /** The champion of a model, or null. */
  async champion(modelId: string): Promise<ModelVersion | null> {
    const [champion] = await this.#database.run((manager) => findVersions(manager, { modelId, stage: 'champion' }));
    return champion ?? null;
  }

  /** The version numbers of all champions, by model: cheap enough to poll every second. */
  async champions(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.run((manager) =>
      manager.query<{ model_id: string; version: number }[]>(
        `select model_id, version from model_versions where stage = 'champion'`,
      ),
    );
    return new Map(rows.map((row) => [row.model_id, row.version]));
  }

  /** The artefact of a version. @throws StrataError NOT_FOUND, and DAMAGED_ARTEFACT where its checksum does not fit */
  async artefact(modelId: string, version: number): Promise<Uint8Array> {
    return await this.#database.run((manager) => readArtefact(manager, modelId, version));
  }

  /**
   * The fit of a version that its hold-out judged, which did not learn from it: see `judgingArtefact`. The artefact itself
   * where the version was fitted once. @throws as {@link artefact}
   */
  async judgedArtefact(modelId: string, version: number): Promise<Uint8Array> {
    return await this.#database.run((manager) => readJudged(manager, modelId, version));
  }

  /** The people that a version was trained on, or null where they were not kept. @throws StrataError NOT_FOUND */
  async reference(modelId: string, version: number): Promise<DriftReference | null> {
    return await this.#database.run(async (manager) => {
      await findVersion(manager, modelId, version);
      const [row] = await manager.query<{ reference: string | null }[]>(
        'select reference from model_versions where model_id = $1 and version = $2',
        [modelId, version],
      );
      const text = row?.reference ?? null;
      return text === null ? null : readStored(storedReference, text);
    });
  }

  /** The curves over the hold-out that were stored with a version, or null. @throws StrataError NOT_FOUND */
  async curves(modelId: string, version: number): Promise<Readonly<Record<string, unknown>> | null> {
    return await this.#database.run(async (manager) => {
      await findVersion(manager, modelId, version);
      const [row] = await manager.query<{ curves: string | null }[]>(
        'select curves from model_versions where model_id = $1 and version = $2',
        [modelId, version],
      );
      const text = row?.curves ?? null;
      return text === null ? null : readStored(PLAIN_OBJECT, text);
    });
  }

  #inTurn<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (manager) => {
      await takeTurn(manager);
      return await work(manager);
    });
  }
}

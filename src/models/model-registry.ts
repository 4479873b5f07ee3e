import { type Database } from '../platform/index.js';
import { type ModelVersion } from './model-version.js';

/** A version as it is saved: the registry adds the number, the checksum, the stage and the time. */
export interface NewVersion extends Pick<
  ModelVersion,
  'modelId' | 'plugin' | 'task' | 'documentHash' | 'dataHash' | 'codeVersion' | 'seed' | 'metrics'
> {
  readonly bytes: Uint8Array;
}

/** All trained versions of all models, and which one is each model's champion. */
export class ModelRegistry {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Stores an immutable version and returns it with its number. It is not the champion until it is promoted. */
  save(version: NewVersion): Promise<ModelVersion> {
    return Promise.reject(new Error(`${this.#database.kind} ${version.modelId}`));
  }

  /** All versions of one model, or of all, newest first. */
  list(modelId?: string): Promise<readonly ModelVersion[]> {
    return Promise.reject(new Error(modelId));
  }

  /** Makes a version the champion; the one before retires. Logged with who and why. `NOT_FOUND` for a version that is not there. */
  promote(
    modelId: string,
    version: number,
    { by, reason }: { readonly by: string; readonly reason: string },
  ): Promise<ModelVersion> {
    return Promise.reject(new Error(`${modelId} ${version} ${by} ${reason}`));
  }

  /** The champion of a model, or null. */
  champion(modelId: string): Promise<ModelVersion | null> {
    return Promise.reject(new Error(modelId));
  }

  /** The champions of all models: what the serving path polls. */
  champions(): Promise<readonly { readonly modelId: string; readonly version: number }[]> {
    return Promise.reject(new Error());
  }

  /** The artefact of a version, its checksum verified: `DAMAGED_ARTEFACT` otherwise. */
  artefact(modelId: string, version: number): Promise<Uint8Array> {
    return Promise.reject(new Error(`${modelId} ${version}`));
  }
}

import { type Condition } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type JobHandler } from '#strata/platform/queue';
import { type PluginHost } from '#strata/plugin-host';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { type ModelRegistry } from '../../registry/index.js';
import { fitVersion } from '../train-model.js';
import { namedError, serverSource, type ServerRows } from './server-source.js';

/** What a training is asked to do. */
export interface TrainingRequest extends ServerRows {
  /** 32-bit unsigned. */
  readonly seed: number;
  readonly label?: string;
  readonly positive?: string;
  readonly where?: Condition;
  readonly treatment?: string;
  readonly time?: string;
  readonly person?: string;
  /** The fewest positives and negatives to train on. */
  readonly minimum?: number;
}

/** A training as it lies in the queue. */
export interface TrainingPayload extends TrainingRequest {
  readonly model: string;
  /** Hash of the release whose document is trained, also where another one is current by then. */
  readonly release: string;
}

/** The jobs of this folder. */
export type ModelJobs = Readonly<{ train: TrainingPayload }>;

/** What a training works with. */
export interface TrainingParts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
  /** Absolute path of the folder whose files may be trained on. */
  readonly dataDir?: string | undefined;
}

/** Runs trainings; the new version is written in the transaction that ends the job. */
export function trainingHandler(parts: TrainingParts): JobHandler<TrainingPayload> {
  return async (payload, run) => {
    const { documents } = await parts.releases.get(payload.release);
    const document = documentCalled(documents.models, 'model', payload.model);
    const { seed, label, positive, where, treatment, time, person, minimum } = payload;
    const source = await serverSource(payload, documents, parts);
    const { fitted } = await fitVersion({
      document,
      source,
      host: parts.host,
      segments: documents.segments,
      seed,
      signal: run.signal,
      progress: (share, note) => {
        run.progress(share, note);
      },
      ...(label === undefined ? {} : { label }),
      ...(positive === undefined ? {} : { positive }),
      ...(where === undefined ? {} : { where }),
      ...(treatment === undefined ? {} : { treatment }),
      ...(time === undefined ? {} : { time }),
      ...(person === undefined ? {} : { person }),
      ...(minimum === undefined ? {} : { minimum: { positives: minimum, negatives: minimum } }),
    }).catch((error: unknown) => {
      throw namedError(error, source, payload.data);
    });
    return async (manager) => ({ version: (await parts.registry.saveWithin(manager, fitted)).version });
  };
}

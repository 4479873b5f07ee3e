import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { ModelRegistry } from './registry/index.js';
import { evaluationHandler } from './proof/jobs/index.js';
import { trainingHandler } from './training/index.js';

const TRAINING = Symbol('training');
const EVALUATION = Symbol('evaluation');

/** Versions of models, and the jobs that train and judge them: what workers need, too. */
@JobKinds.of({ kind: 'train', handler: TRAINING }, { kind: 'evaluate', handler: EVALUATION })
@Module({
  imports: [ReleasesModule],
  providers: [
    { provide: ModelRegistry, useFactory: (database: Database) => new ModelRegistry(database), inject: [DATABASE] },
    {
      provide: TRAINING,
      useFactory: openTraining,
      inject: [DATABASE, ReleaseStore, ModelRegistry, PLUGIN_HOST, CONFIG],
    },
    {
      provide: EVALUATION,
      useFactory: openEvaluation,
      inject: [DATABASE, ReleaseStore, ModelRegistry, PLUGIN_HOST, CONFIG],
    },
  ],
  exports: [ModelRegistry],
})
export class TrainingModule {}

function openTraining(
  database: Database,
  releases: ReleaseStore,
  registry: ModelRegistry,
  host: PluginHost,
  { dataDir }: Config,
) {
  return trainingHandler({ database, releases, registry, host, dataDir });
}

function openEvaluation(
  database: Database,
  releases: ReleaseStore,
  registry: ModelRegistry,
  host: PluginHost,
  { dataDir }: Config,
) {
  return evaluationHandler({ database, releases, registry, host, dataDir });
}

import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { ModelRegistry } from './registry/index.js';
import { trainingHandler } from './training/index.js';

const TRAINING = Symbol('training');

/** Versions of models, and the job that trains them: what workers need, too. */
@JobKinds.of({ kind: 'train', handler: TRAINING })
@Module({
  imports: [ReleasesModule],
  providers: [
    { provide: ModelRegistry, useFactory: (database: Database) => new ModelRegistry(database), inject: [DATABASE] },
    {
      provide: TRAINING,
      useFactory: openTraining,
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

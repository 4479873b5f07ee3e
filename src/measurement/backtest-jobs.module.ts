import { Module } from '@nestjs/common';
import { TrainingModule } from '#strata/models';
import { ModelRegistry } from '#strata/models/registry';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { backtestHandler } from './jobs/index.js';

const BACKTEST = Symbol('backtest');

/** The job that replays history: what workers need, too. */
@JobKinds.of({ kind: 'backtest', handler: BACKTEST })
@Module({
  imports: [ReleasesModule, TrainingModule],
  providers: [
    {
      provide: BACKTEST,
      useFactory: (
        database: Database,
        releases: ReleaseStore,
        registry: ModelRegistry,
        host: PluginHost,
        { dataDir }: Config,
      ) => backtestHandler({ database, releases, registry, host, dataDir }),
      inject: [DATABASE, ReleaseStore, ModelRegistry, PLUGIN_HOST, CONFIG],
    },
  ],
})
export class BacktestJobsModule {}

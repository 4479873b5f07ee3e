import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { analysisHandler } from './runs/index.js';

const ANALYSIS = Symbol('analysis');

/** The job that runs analyses: what workers need, too. */
@JobKinds.of({ kind: 'analysis', handler: ANALYSIS })
@Module({
  imports: [ReleasesModule],
  providers: [
    {
      provide: ANALYSIS,
      useFactory: (database: Database, releases: ReleaseStore, host: PluginHost, { dataDir }: Config) =>
        analysisHandler({ database, releases, host, dataDir }),
      inject: [DATABASE, ReleaseStore, PLUGIN_HOST, CONFIG],
    },
  ],
})
export class AnalysisJobsModule {}

import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ItemChoosers } from '#strata/items';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { RecommenderDesk } from './recommending/index.js';
import { analysisHandler } from './runs/index.js';

const ANALYSIS = Symbol('analysis');

/** The job that runs analyses, and the answers of those that recommend, which campaigns ask for: what workers need, too. */
@ItemChoosers.of(RecommenderDesk)
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
    {
      provide: RecommenderDesk,
      useFactory: (database: Database, host: PluginHost, log: Logger) => new RecommenderDesk({ database, host, log }),
      inject: [DATABASE, PLUGIN_HOST, LOG],
    },
  ],
  exports: [RecommenderDesk],
})
export class AnalysisJobsModule implements OnApplicationShutdown {
  constructor(@Inject(RecommenderDesk) private readonly desk: RecommenderDesk) {}

  onApplicationShutdown(): Promise<void> {
    return this.desk.close();
  }
}

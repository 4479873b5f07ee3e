import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { type JobQueue, JOBS } from '#strata/platform/queue';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { AnalysisJobsModule } from './analysis-jobs.module.js';
import { AnalysesController, AnalysisRunsController, RecommendationsController } from './http/index.js';
import { Analyses, type AnalysisJobs, DueAnalyses } from './runs/index.js';
import { AnalysisVersions } from './versions/index.js';

/** What is found out about customers: runs of analyses as jobs, their schedules and results. */
@Module({
  imports: [RulebookModule, AnalysisJobsModule],
  controllers: [AnalysesController, AnalysisRunsController, RecommendationsController],
  providers: [
    {
      provide: Analyses,
      useFactory: (jobs: JobQueue<AnalysisJobs>, releases: ReleaseStore, { dataDir }: Config) =>
        new Analyses(jobs, releases, dataDir),
      inject: [JOBS, ReleaseStore, CONFIG],
    },
    {
      provide: AnalysisVersions,
      useFactory: (database: Database) => new AnalysisVersions(database),
      inject: [DATABASE],
    },
    {
      provide: DueAnalyses,
      useFactory: (database: Database, releases: CurrentRelease, analyses: Analyses, log: Logger) =>
        new DueAnalyses({ database, releases, analyses, log }),
      inject: [DATABASE, CurrentRelease, Analyses, LOG],
    },
  ],
  exports: [AnalysisVersions],
})
export class AnalyticsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(DueAnalyses) private readonly due: DueAnalyses,
    @Inject(DUTY) private readonly duty: Duty,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.due.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.due.close();
  }
}

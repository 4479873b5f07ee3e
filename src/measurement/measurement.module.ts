import { Module } from '@nestjs/common';
import { EvidenceTellers } from '#strata/models/proof/told';
import { CONFIG, type Config } from '#strata/platform/config';
import { type JobQueue, JOBS } from '#strata/platform/queue';
import { RulebookModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { BacktestJobsModule } from './backtest-jobs.module.js';
import { backtestTeller } from './told/index.js';
import { BacktestJobsController, BacktestsController } from './http/index.js';
import { type BacktestJobs, Backtests } from './jobs/index.js';

/** What strategies would have earned: backtests as jobs. */
@EvidenceTellers.of(backtestTeller)
@Module({
  imports: [RulebookModule, BacktestJobsModule],
  controllers: [BacktestsController, BacktestJobsController],
  providers: [
    {
      provide: Backtests,
      useFactory: (jobs: JobQueue<BacktestJobs>, releases: ReleaseStore, { dataDir }: Config) =>
        new Backtests(jobs, releases, dataDir),
      inject: [JOBS, ReleaseStore, CONFIG],
    },
  ],
})
export class MeasurementModule {}

import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LedgerModule } from '#strata/ledger';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { type JobQueue, JOBS } from '#strata/platform/queue';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PersonStores } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { CampaignJobsModule } from './campaign-jobs.module.js';
import { RollingModule } from './rolling/index.js';
import { Campaigns } from './service/index.js';
import { LIST_PERSON_STORE } from './job/index.js';
import { CampaignsController } from './http/index.js';
import { type CampaignJobs, CampaignRuns } from './runs/index.js';

/** Campaigns: runs as jobs, their lists, their schedules and results. */
@PersonStores.of(LIST_PERSON_STORE)
@Module({
  imports: [RulebookModule, LedgerModule, CampaignJobsModule, RollingModule],
  controllers: [CampaignsController],
  providers: [
    {
      provide: Campaigns,
      useFactory: (
        database: Database,
        releases: ReleaseStore,
        queue: JobQueue<CampaignJobs>,
        outcomes: OutcomeBook,
        config: Config,
      ) => new Campaigns({ database, releases, outcomes, config, runs: new CampaignRuns({ database, queue }) }),
      inject: [DATABASE, ReleaseStore, JOBS, OutcomeBook, CONFIG],
    },
  ],
})
export class CampaignsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.campaigns.open(this.log);
  }

  onApplicationShutdown(): Promise<void> {
    return this.campaigns.close();
  }
}

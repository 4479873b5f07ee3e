import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LedgerModule } from '#strata/ledger';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { TrainingModule } from '#strata/models';
import { ModelRegistry } from '#strata/models/registry';
import { AttentionSources } from '#strata/platform/attention';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { type JobQueue, JOBS } from '#strata/platform/queue';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { PersonStores } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { CampaignJobsModule } from './campaign-jobs.module.js';
import { RollingModule } from './rolling/index.js';
import { CampaignPreviews, Campaigns } from './service/index.js';
import { LIST_PERSON_STORE } from './job/index.js';
import { CampaignPreviewController, CampaignsController } from './http/index.js';
import { type CampaignJobs, CampaignRuns } from './runs/index.js';
import { GuardrailAttention, Guardrails, openGuardrails, WatchController, Watching } from './watching/index.js';

/** Campaigns: runs as jobs, their lists, their schedules and results. */
@PersonStores.of(LIST_PERSON_STORE)
@AttentionSources.of(GuardrailAttention)
@Module({
  imports: [RulebookModule, LedgerModule, TrainingModule, CampaignJobsModule, RollingModule],
  controllers: [CampaignsController, CampaignPreviewController, WatchController],
  providers: [
    {
      provide: CampaignPreviews,
      useFactory: (
        database: Database,
        releases: ReleaseStore,
        registry: ModelRegistry,
        host: PluginHost,
        config: Config,
      ) => new CampaignPreviews({ database, releases, registry, host, config }),
      inject: [DATABASE, ReleaseStore, ModelRegistry, PLUGIN_HOST, CONFIG],
    },
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
    {
      provide: Watching,
      useFactory: (database: Database, outcomes: OutcomeBook, campaigns: Campaigns, releases: CurrentRelease) =>
        new Watching({ database, outcomes, campaigns, releases }),
      inject: [DATABASE, OutcomeBook, Campaigns, CurrentRelease],
    },
    {
      provide: GuardrailAttention,
      useFactory: (database: Database, releases: CurrentRelease) => new GuardrailAttention(database, releases),
      inject: [DATABASE, CurrentRelease],
    },
    {
      provide: Guardrails,
      useFactory: openGuardrails,
      inject: [DATABASE, CurrentRelease, ReleaseStore, OutcomeBook, CONFIG, LOG],
    },
  ],
})
export class CampaignsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(Guardrails) private readonly guardrails: Guardrails,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind !== 'server') return;
    this.campaigns.open(this.log);
    this.guardrails.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.campaigns.close();
    await this.guardrails.close();
  }
}

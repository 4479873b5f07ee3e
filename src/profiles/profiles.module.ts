import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { AttentionSources } from '#strata/platform/attention';
import { CONFIG, type Config } from '#strata/platform/config';
import { contribution, type ContributionKind } from '#strata/platform/contributions';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { RulebookModule } from '#strata/rulebook';
import { DATA_QUALITY } from './calls/index.js';
import { FactExplainer, FactGatherer, FactsController } from './facts/index.js';
import { TrackingController, UsersController } from './http/index.js';
import { ProfileStore, startRetention } from './people/index.js';
import { PreviewController } from './preview/index.js';
import { CountedQuality, DataQualityController, QualityAttention } from './quality/index.js';
import { parseRetention, type PersonStore } from './store/index.js';
import { Tracking } from './tracking/index.js';
import { FactValuesController } from './values/index.js';

/** What modules above keep about people: it is exported and erased with them. */
export const PersonStores: ContributionKind<PersonStore> = contribution('stores of persons');

/** Segment's tracking API, what is stored about a person, and how many people a condition reaches. */
@AttentionSources.of(QualityAttention)
@Module({
  imports: [RulebookModule],
  controllers: [
    TrackingController,
    UsersController,
    FactsController,
    FactValuesController,
    DataQualityController,
    PreviewController,
  ],
  providers: [
    {
      provide: ProfileStore,
      useFactory: (database: Database, modules: ModulesContainer) =>
        new ProfileStore(database, PersonStores.all(modules)),
      inject: [DATABASE, ModulesContainer],
    },
    FactExplainer,
    FactGatherer,
    Tracking,
    {
      provide: QualityAttention,
      useFactory: (database: Database) => new QualityAttention(database),
      inject: [DATABASE],
    },
    { provide: CountedQuality, useFactory: openQuality, inject: [DATABASE, LOG] },
    { provide: DATA_QUALITY, useExisting: CountedQuality },
  ],
  exports: [FactGatherer, ProfileStore],
})
export class ProfilesModule implements OnApplicationBootstrap, OnApplicationShutdown {
  #endRetention: (() => Promise<void>) | undefined;

  constructor(
    @Inject(ProfileStore) private readonly store: ProfileStore,
    @Inject(CountedQuality) private readonly quality: CountedQuality,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Logger,
    @Inject(DUTY) private readonly duty: Duty,
  ) {}

  onApplicationBootstrap(): void {
    const { retention } = this.config;
    if (retention === undefined || this.duty.kind !== 'server') return;
    this.#endRetention = startRetention(this.store, parseRetention(retention), this.log);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#endRetention?.();
    await this.quality.close();
  }
}

function openQuality(database: Database, log: Logger): Promise<CountedQuality> {
  return CountedQuality.open(database, (error) => {
    log.warn({ err: error }, 'the counts of data quality could not be written yet');
  });
}

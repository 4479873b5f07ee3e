import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DecisionsModule } from '#strata/decisions';
import { DecisionLog } from '#strata/decisions/log';
import { PolicyDesk } from '#strata/decisions/policies';
import { LedgerModule } from '#strata/ledger';
import { OfferItems, OfferItemsModule } from '#strata/items';
import { StrategySwitches } from '#strata/ledger/switches';
import { ModelsModule } from '#strata/models';
import { ChampionScorers } from '#strata/models/registry';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PersonStores, ProfilesModule } from '#strata/profiles';
import { FactGatherer } from '#strata/profiles/facts';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { ROLLING_PERSON_STORE } from './person-store.js';
import { RollingCampaigns } from './rolling-campaigns.js';
import { RollingController } from './rolling.controller.js';
import { RollingRecords } from './rolling-records.js';

/** Rolling campaigns: turns that servers take, and their lists. */
@PersonStores.of(ROLLING_PERSON_STORE)
@Module({
  imports: [RulebookModule, ProfilesModule, LedgerModule, ModelsModule, OfferItemsModule, DecisionsModule],
  controllers: [RollingController],
  providers: [
    {
      provide: RollingRecords,
      useFactory: (database: Database, releases: CurrentRelease) => new RollingRecords(database, releases),
      inject: [DATABASE, CurrentRelease],
    },
    {
      provide: RollingCampaigns,
      useFactory: (
        database: Database,
        releases: CurrentRelease,
        gatherer: FactGatherer,
        scorers: ChampionScorers,
        log: DecisionLog,
        switches: StrategySwitches,
        policies: PolicyDesk,
        items: OfferItems,
        { allowedAddresses = [] }: Config,
        logger: Logger,
      ) => {
        const client = new OutboundClient(addressGuard(allowedAddresses));
        const deciding = { database, gatherer, scorers, log, switches, policies, items };
        return new RollingCampaigns({ ...deciding, releases, client, logger });
      },
      inject: [
        ...[DATABASE, CurrentRelease, FactGatherer, ChampionScorers, DecisionLog, StrategySwitches, PolicyDesk],
        ...[OfferItems, CONFIG, LOG],
      ],
    },
  ],
})
export class RollingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(RollingCampaigns) private readonly campaigns: RollingCampaigns,
    @Inject(DUTY) private readonly duty: Duty,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.campaigns.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.campaigns.close();
  }
}

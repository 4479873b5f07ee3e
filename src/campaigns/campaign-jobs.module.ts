import { Module } from '@nestjs/common';
import { OfferItems, OfferItemsModule } from '#strata/items';
import { TrainingModule } from '#strata/models';
import { ModelRegistry } from '#strata/models/registry';
import { CONFIG, type Config } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { JobKinds } from '#strata/platform/modules';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { ReleasesModule } from '#strata/rulebook';
import { ReleaseStore } from '#strata/rulebook/releases';
import { campaignHandler } from './job/index.js';

const CAMPAIGN = Symbol('campaign');

/** The job that runs campaigns: what workers need, too. */
@JobKinds.of({ kind: 'campaign', handler: CAMPAIGN })
@Module({
  imports: [ReleasesModule, TrainingModule, OfferItemsModule],
  providers: [
    {
      provide: CAMPAIGN,
      useFactory: (
        database: Database,
        releases: ReleaseStore,
        registry: ModelRegistry,
        host: PluginHost,
        items: OfferItems,
        { home, dataDir, allowedAddresses = [] }: Config,
      ) => {
        const client = new OutboundClient(addressGuard(allowedAddresses));
        return campaignHandler({
          ...{ database, releases, registry, host, items, plugins: host.known, home, dataDir, client },
        });
      },
      inject: [DATABASE, ReleaseStore, ModelRegistry, PLUGIN_HOST, OfferItems, CONFIG],
    },
  ],
})
export class CampaignJobsModule {}

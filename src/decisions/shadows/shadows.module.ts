import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModelsModule } from '#strata/models';
import { ChampionScorers, ModelRegistry } from '#strata/models/registry';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { PersonStores, ProfilesModule } from '#strata/profiles';
import { FactGatherer } from '#strata/profiles/facts';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { SHADOW_PERSON_STORE } from './person-store.js';
import { ShadowRunner } from './shadow-runner.js';
import { Shadows } from './shadows.js';
import { ShadowsController } from './shadows.controller.js';
import { StagesController } from './stages.controller.js';

/** Candidates that decide the same requests after they were answered, and never act. */
@PersonStores.of(SHADOW_PERSON_STORE)
@Module({
  imports: [RulebookModule, ProfilesModule, ModelsModule],
  controllers: [ShadowsController, StagesController],
  exports: [Shadows],
  providers: [
    {
      provide: Shadows,
      useFactory: (database: Database, registry: ModelRegistry, releases: ReleaseStore) =>
        new Shadows(database, registry, releases),
      inject: [DATABASE, ModelRegistry, ReleaseStore],
    },
    {
      provide: ShadowRunner,
      useFactory: (
        database: Database,
        releases: CurrentRelease,
        scorers: ChampionScorers,
        gatherer: FactGatherer,
        registry: ModelRegistry,
        host: PluginHost,
        log: Logger,
      ) => new ShadowRunner({ database, releases, scorers, gatherer, registry, host, log }),
      inject: [DATABASE, CurrentRelease, ChampionScorers, FactGatherer, ModelRegistry, PLUGIN_HOST, LOG],
    },
  ],
})
export class ShadowsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(ShadowRunner) private readonly runner: ShadowRunner,
    @Inject(DUTY) private readonly duty: Duty,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.runner.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.runner.close();
  }
}

import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AttentionSources } from '#strata/platform/attention';
import { CONFIG, type Config } from '#strata/platform/config';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { DOCUMENT_CONTROLLERS, PLUGIN_CATALOGUE, ReleaseAttention, ReleasesController } from './http/index.js';
import { ReleasesModule } from './releases.module.js';
import { CurrentRelease, publishOnFirstStart, ReleaseStore } from './releases/index.js';

/** `/v1/releases`, `/v1/validate`, the documents of the current release, and that release compiled. */
@AttentionSources.of(ReleaseAttention)
@Module({
  imports: [ReleasesModule],
  controllers: [ReleasesController, ...DOCUMENT_CONTROLLERS],
  providers: [
    { provide: PLUGIN_CATALOGUE, useExisting: PLUGIN_HOST },
    {
      provide: ReleaseAttention,
      useFactory: (store: ReleaseStore, plugins: PluginHost) => new ReleaseAttention(store, plugins),
      inject: [ReleaseStore, PLUGIN_HOST],
    },
    { provide: CurrentRelease, useFactory: openCurrentRelease, inject: [ReleaseStore, PLUGIN_HOST, CONFIG, LOG] },
  ],
  exports: [ReleasesModule, CurrentRelease],
})
export class RulebookModule implements OnApplicationShutdown {
  constructor(@Inject(CurrentRelease) private readonly releases: CurrentRelease) {}

  onApplicationShutdown(): Promise<void> {
    return this.releases.close();
  }
}

/** Publishes the rules where nothing was published yet, and follows what is published from then on. */
async function openCurrentRelease(
  store: ReleaseStore,
  plugins: PluginHost,
  { rulesDir }: Config,
  log: Logger,
): Promise<CurrentRelease> {
  await publishOnFirstStart(store, rulesDir, { plugins });
  const releases = new CurrentRelease(store, log);
  await releases.open();
  return releases;
}

import { Controller, Get } from '@nestjs/common';
import { type ReleaseStore } from './release-store.js';
import { type PluginCatalogue } from './validate.js';

/**
 * `/v1/releases`, `/v1/validate`, `/v1/strategies`, `/v1/segments`, `/v1/models`, `/v1/facts`. Wire it by
 * `{ provide: ReleasesController, useFactory: (store, host) => new ReleasesController(store, host) }` or list it under
 * `controllers` and provide {@link RELEASE_STORE} and {@link PLUGIN_CATALOGUE}.
 */
@Controller('v1')
export class ReleasesController {
  constructor(
    private readonly store: ReleaseStore,
    private readonly plugins: PluginCatalogue,
  ) {}

  @Get('releases')
  async history(): Promise<unknown> {
    return { releases: await this.store.history(), plugins: this.plugins.plugins.size };
  }
}

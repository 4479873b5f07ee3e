import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type DecisionParts, DecisionsModule } from './decisions/index.js';
import { type ApiKeys, AuthGuard, type Config } from './platform/index.js';
import { type PluginHost } from './plugin-host/index.js';
import { PLUGIN_CATALOGUE, RELEASE_STORE, ReleasesController, type ReleaseStore } from './rulebook/index.js';

/** Everything the server works with, opened before the application is built. */
export interface AppParts extends DecisionParts {
  readonly config: Config;
  readonly keys: ApiKeys;
  readonly host: PluginHost;
  readonly store: ReleaseStore;
}

/** The whole application. */
@Module({})
export class AppModule {
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [DecisionsModule.with(parts)],
      controllers: [ReleasesController],
      providers: [
        { provide: APP_GUARD, useValue: new AuthGuard(parts.config, parts.keys) },
        { provide: RELEASE_STORE, useValue: parts.store },
        { provide: PLUGIN_CATALOGUE, useValue: parts.host },
      ],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type DecisionParts, DecisionsModule, SimulateModule } from './decisions/index.js';
import { type ModelParts, ModelsModule } from './models/index.js';
import { type ApiKeys, AuditModule, AuthGuard, type Config } from './platform/index.js';
import { type PluginHost } from './plugin-host/index.js';
import { PreviewModule, type ProfileParts, ProfilesModule } from './profiles/index.js';
import { type ReleaseStore, RulebookModule } from './rulebook/index.js';

/** Everything the server works with, opened before the application is built. */
export interface AppParts extends DecisionParts, ProfileParts, ModelParts {
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
      imports: [
        AuditModule.with(parts),
        DecisionsModule.with(parts),
        SimulateModule.with({ ...parts, plugins: parts.host }),
        ProfilesModule.with(parts),
        PreviewModule.with(parts),
        ModelsModule.with(parts),
        RulebookModule.with({ store: parts.store, plugins: parts.host }),
      ],
      providers: [{ provide: APP_GUARD, useValue: new AuthGuard(parts.config, parts.keys) }],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type DecisionParts, DecisionsModule } from '#strata/decisions';
import { SimulateModule } from '#strata/decisions/simulate';
import { type ModelParts, ModelsModule } from '#strata/models';
import { type ApiKeys, AuthGuard } from '#strata/platform/auth';
import { AuditModule } from '#strata/platform/audit';
import { type Config } from '#strata/platform/config';
import { type PluginHost } from '#strata/plugin-host';
import { PreviewModule } from '#strata/profiles/preview';
import { type ProfileParts, ProfilesModule } from '#strata/profiles';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { RulebookModule } from '#strata/rulebook';

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

import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AnalysisJobsModule, AnalyticsModule } from '#strata/analytics';
import { CampaignJobsModule, CampaignsModule, WorkerGuardrailsModule } from '#strata/campaigns';
import { ConsoleModule } from '#strata/console';
import { DecisionsModule } from '#strata/decisions';
import { ExperimentsModule } from '#strata/experiments';
import { ItemsModule } from '#strata/items';
import { LedgerModule } from '#strata/ledger';
import { BacktestJobsModule, MeasurementModule } from '#strata/measurement';
import { ModelsModule, TrainingModule } from '#strata/models';
import { type PlatformParts, PlatformModule } from '#strata/platform/modules';
import { type PluginHost } from '#strata/plugin-host';
import { PluginHostModule } from '#strata/plugin-host/modules';
import { ProfilesModule } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';

/** What is opened before an application is built, and closed after it. */
export interface AppParts extends PlatformParts {
  readonly host: PluginHost;
}

/** All rooms: a server, or a command that does what a server does. A new room is one more line. */
const ROOMS = [
  RulebookModule,
  ProfilesModule,
  ItemsModule,
  LedgerModule,
  ModelsModule,
  DecisionsModule,
  ExperimentsModule,
  MeasurementModule,
  CampaignsModule,
  AnalyticsModule,
  ConsoleModule,
];

/** What runs jobs and looks at guardrails, and nothing that answers. */
const WORKING_ROOMS = [
  TrainingModule,
  BacktestJobsModule,
  CampaignJobsModule,
  WorkerGuardrailsModule,
  AnalysisJobsModule,
];

/** The whole application, or what a worker needs of it. */
@Module({})
export class AppModule {
  static with({ host, ...parts }: AppParts): DynamicModule {
    const rooms = parts.duty.kind === 'worker' ? WORKING_ROOMS : ROOMS;
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), PlatformModule.with(parts), PluginHostModule.with(host), ...rooms],
    };
  }
}

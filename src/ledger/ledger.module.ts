import {
  Inject,
  type InjectionToken,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { StrataError } from '#sdk';
import { AttentionSources } from '#strata/platform/attention';
import { contribution, type ContributionKind } from '#strata/platform/contributions';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PersonStores } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { BudgetAttention } from './counters/index.js';
import { type ExposureSource } from './exposures/index.js';
import { OUTCOME_PERSON_STORE, OutcomeBook, OutcomesController } from './outcomes/index.js';
import { StrategySwitches, SwitchesController } from './switches/index.js';

/** Where the exposures come from that nobody wrote down: the token of an {@link ExposureSource} of the module that has them. */
export const ExposureSources: ContributionKind<InjectionToken<ExposureSource>> = contribution('sources of exposures');

/** Who was exposed to what, what it cost and what came of it: outcomes are reported, counted and answered for. And what is switched off. */
@PersonStores.of(OUTCOME_PERSON_STORE)
@AttentionSources.of(StrategySwitches, BudgetAttention)
@Module({
  imports: [RulebookModule],
  controllers: [OutcomesController, SwitchesController],
  providers: [
    {
      provide: OutcomeBook,
      useFactory: openOutcomes,
      inject: [DATABASE, CurrentRelease, ModulesContainer, ModuleRef],
    },
    {
      provide: BudgetAttention,
      useFactory: (database: Database, releases: CurrentRelease) => new BudgetAttention(database, releases),
      inject: [DATABASE, CurrentRelease],
    },
    { provide: StrategySwitches, useFactory: openSwitches, inject: [DATABASE, CurrentRelease, LOG] },
  ],
  exports: [OutcomeBook, StrategySwitches],
})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(OutcomeBook) private readonly outcomes: OutcomeBook,
    @Inject(StrategySwitches) private readonly switches: StrategySwitches,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.outcomes.open(this.log);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.outcomes.close();
    await this.switches.close();
  }
}

/** The source is asked for when it is used: its module is above this one, and built after it. */
function openOutcomes(
  database: Database,
  releases: CurrentRelease,
  modules: ModulesContainer,
  providers: ModuleRef,
): OutcomeBook {
  const [token] = ExposureSources.all(modules);
  if (token === undefined) throw new StrataError('INTERNAL', 'No module brings exposures.');
  return new OutcomeBook({ database, releases, source: () => providers.get(token, { strict: false }) });
}

async function openSwitches(database: Database, releases: CurrentRelease, log: Logger): Promise<StrategySwitches> {
  const switches = new StrategySwitches({ database, releases, log });
  await switches.open();
  return switches;
}

import { Module } from '@nestjs/common';
import { Shadows, ShadowsModule } from '#strata/decisions/shadows';
import { LedgerModule } from '#strata/ledger';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { ModelsModule } from '#strata/models';
import { DATABASE, type Database } from '#strata/platform/database';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { HoldoutReadouts } from './holdout/index.js';
import { ExperimentsController } from './http/index.js';
import { ModelPlans } from './model-plan/index.js';
import { StrategyReadouts } from './running/index.js';

/** Plans of experiments, and what they showed. */
@Module({
  imports: [RulebookModule, LedgerModule, ModelsModule, ShadowsModule],
  controllers: [ExperimentsController],
  providers: [
    {
      provide: StrategyReadouts,
      useFactory: (database: Database, releases: CurrentRelease, outcomes: OutcomeBook) =>
        new StrategyReadouts({ database, releases, outcomes }),
      inject: [DATABASE, CurrentRelease, OutcomeBook],
    },
    {
      provide: HoldoutReadouts,
      useFactory: (database: Database, releases: CurrentRelease, outcomes: OutcomeBook) =>
        new HoldoutReadouts({ database, releases, outcomes }),
      inject: [DATABASE, CurrentRelease, OutcomeBook],
    },
    {
      provide: ModelPlans,
      useFactory: (database: Database, releases: CurrentRelease, outcomes: OutcomeBook, shadows: Shadows) =>
        new ModelPlans({ database, releases, outcomes, shadows }),
      inject: [DATABASE, CurrentRelease, OutcomeBook, Shadows],
    },
  ],
})
export class ExperimentsModule {}

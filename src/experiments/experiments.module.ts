import { Module } from '@nestjs/common';
import { LedgerModule } from '#strata/ledger';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { DATABASE, type Database } from '#strata/platform/database';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { ExperimentsController } from './http/index.js';
import { StrategyReadouts } from './running/index.js';

/** Plans of experiments, and what they showed. */
@Module({
  imports: [RulebookModule, LedgerModule],
  controllers: [ExperimentsController],
  providers: [
    {
      provide: StrategyReadouts,
      useFactory: (database: Database, releases: CurrentRelease, outcomes: OutcomeBook) =>
        new StrategyReadouts({ database, releases, outcomes }),
      inject: [DATABASE, CurrentRelease, OutcomeBook],
    },
  ],
})
export class ExperimentsModule {}

import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChampionScorers } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideHandler } from './decide/index.js';
import { ExplainDecisionHandler } from './explanation/index.js';
import { DATABASE, DecisionsController, DocsController, HealthController } from './http/index.js';
import { DecisionLog } from './log/index.js';
import { FlagEvaluator, OfrepController } from './ofrep/index.js';
import { OutcomeBook, OutcomesController } from '#strata/ledger/outcomes';

/** The ports of the decision API, opened before it starts. */
export interface DecisionParts {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly scorers: ChampionScorers;
  readonly log: DecisionLog;
  readonly outcomes: OutcomeBook;
  /** What is stored about people. */
  readonly gatherer: FactGatherer;
}

/** The decision API. */
@Module({})
export class DecisionsModule {
  static with({ database, releases, scorers, log, outcomes, gatherer }: DecisionParts): DynamicModule {
    return {
      module: DecisionsModule,
      imports: [CqrsModule.forRoot()],
      controllers: [DecisionsController, OutcomesController, OfrepController, HealthController, DocsController],
      providers: [
        DecideHandler,
        ExplainDecisionHandler,
        { provide: DATABASE, useValue: database },
        { provide: CurrentRelease, useValue: releases },
        { provide: ChampionScorers, useValue: scorers },
        { provide: DecisionLog, useValue: log },
        { provide: OutcomeBook, useValue: outcomes },
        { provide: FlagEvaluator, useValue: new FlagEvaluator({ database, releases, scorers, log, gatherer }) },
        { provide: FactGatherer, useValue: gatherer },
      ],
    };
  }
}

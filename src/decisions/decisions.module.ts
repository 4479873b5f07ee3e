import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ExposureSources, LedgerModule } from '#strata/ledger';
import { type ExposureSource } from '#strata/ledger/exposures';
import { LiveSources, ModelsModule } from '#strata/models';
import { DATABASE, type Database } from '#strata/platform/database';
import { FailureShapes } from '#strata/platform/http';
import { PersonStores, ProfilesModule } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideHandler } from './decide/index.js';
import { ExplainDecisionHandler } from './explanation/index.js';
import { decisionExposures } from './exposures/index.js';
import { DecisionsController, DocsController, HealthController } from './http/index.js';
import { DECISION_PERSON_STORE, DecisionLog, liveDecisions } from './log/index.js';
import { FlagEvaluator, ofrepFailure, OfrepController } from './ofrep/index.js';
import { ShadowsModule } from './shadows/index.js';
import { SimulateController, StrategySimulator } from './simulate/index.js';

/** Token of the exposures that decisions make. */
const DECISION_EXPOSURES = Symbol('exposures of decisions');

/** The decision API: decisions, flags, simulations, and what came of them. */
@PersonStores.of(DECISION_PERSON_STORE)
@ExposureSources.of(DECISION_EXPOSURES)
@LiveSources.of(liveDecisions)
@FailureShapes.of(ofrepFailure)
@Module({
  imports: [RulebookModule, ProfilesModule, LedgerModule, ModelsModule, ShadowsModule],
  exports: [DecisionLog],
  controllers: [DecisionsController, OfrepController, SimulateController, HealthController, DocsController],
  providers: [
    DecideHandler,
    ExplainDecisionHandler,
    DecisionLog,
    FlagEvaluator,
    StrategySimulator,
    { provide: DECISION_EXPOSURES, useFactory: exposuresOf, inject: [DATABASE, CurrentRelease, DecisionLog] },
  ],
})
export class DecisionsModule implements OnApplicationShutdown {
  constructor(@Inject(DecisionLog) private readonly decisions: DecisionLog) {}

  onApplicationShutdown(): Promise<void> {
    return this.decisions.drain();
  }
}

function exposuresOf(database: Database, releases: CurrentRelease, log: DecisionLog): ExposureSource {
  return decisionExposures({ database, releases, log });
}

import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OfferItemsModule } from '#strata/items';
import { ExposureSources, LedgerModule } from '#strata/ledger';
import { type ExposureSource } from '#strata/ledger/exposures';
import { LiveSources, ModelsModule } from '#strata/models';
import { DATABASE, type Database } from '#strata/platform/database';
import { FailureShapes } from '#strata/platform/http';
import { type Duty, DUTY } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { PersonStores, ProfilesModule } from '#strata/profiles';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { AsIfController, AsIfDecider } from './as-if/index.js';
import { DecideHandler } from './decide/index.js';
import { ExplainDecisionHandler } from './explanation/index.js';
import { decisionExposures } from './exposures/index.js';
import { DecisionsController, DocsController, HealthController } from './http/index.js';
import { DECISION_PERSON_STORE, DecisionLog, liveDecisions } from './log/index.js';
import { FlagEvaluator, ofrepFailure, OfrepController } from './ofrep/index.js';
import { ShadowsModule } from './shadows/index.js';
import { PoliciesController, PolicyDesk, PolicyRecords } from './policies/index.js';
import { SimulateController, StrategySimulator } from './simulate/index.js';

/** Token of the exposures that decisions make. */
const DECISION_EXPOSURES = Symbol('exposures of decisions');

/** The decision API: decisions, flags, simulations, and what came of them. */
@PersonStores.of(DECISION_PERSON_STORE)
@ExposureSources.of(DECISION_EXPOSURES)
@LiveSources.of(liveDecisions)
@FailureShapes.of(ofrepFailure)
@Module({
  imports: [RulebookModule, ProfilesModule, OfferItemsModule, LedgerModule, ModelsModule, ShadowsModule],
  exports: [DecisionLog, PolicyDesk],
  controllers: [
    DecisionsController,
    AsIfController,
    OfrepController,
    SimulateController,
    PoliciesController,
    HealthController,
    DocsController,
  ],
  providers: [
    DecideHandler,
    ExplainDecisionHandler,
    DecisionLog,
    AsIfDecider,
    FlagEvaluator,
    StrategySimulator,
    PolicyRecords,
    { provide: PolicyDesk, useFactory: openPolicies, inject: [DATABASE, CurrentRelease, PLUGIN_HOST, LOG] },
    { provide: DECISION_EXPOSURES, useFactory: exposuresOf, inject: [DATABASE, CurrentRelease, DecisionLog] },
  ],
})
export class DecisionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(DecisionLog) private readonly decisions: DecisionLog,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
    @Inject(DUTY) private readonly duty: Duty,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.policies.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.decisions.drain();
    await this.policies.close();
  }
}

function exposuresOf(database: Database, releases: CurrentRelease, log: DecisionLog): ExposureSource {
  return decisionExposures({ database, releases, log });
}

function openPolicies(database: Database, releases: CurrentRelease, host: PluginHost, log: Logger): PolicyDesk {
  return new PolicyDesk({ database, releases, host, log });
}

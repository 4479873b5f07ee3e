import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OUTCOME_PERSON_STORE, OutcomeBook, OutcomesController } from '#strata/ledger/outcomes';
import { LiveSources, ModelsModule } from '#strata/models';
import { ChampionScorers } from '#strata/models/registry';
import { DATABASE, type Database } from '#strata/platform/database';
import { FailureShapes } from '#strata/platform/http';
import { type Duty, DUTY } from '#strata/platform/modules';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { PersonStores, ProfilesModule } from '#strata/profiles';
import { FactGatherer } from '#strata/profiles/facts';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideHandler } from './decide/index.js';
import { ExplainDecisionHandler } from './explanation/index.js';
import { decisionExposures } from './exposures/index.js';
import { DecisionsController, DocsController, HealthController } from './http/index.js';
import { DECISION_PERSON_STORE, DecisionLog, liveDecisions } from './log/index.js';
import { FlagEvaluator, ofrepFailure, OfrepController } from './ofrep/index.js';
import { SimulateController, StrategySimulator } from './simulate/index.js';

/** What everything about decisions is made of. */
const PORTS = [DATABASE, CurrentRelease, ChampionScorers, DecisionLog, FactGatherer, PLUGIN_HOST] as const;

/** The decision API: decisions, flags, simulations, and what came of them. */
@PersonStores.of(DECISION_PERSON_STORE, OUTCOME_PERSON_STORE)
@LiveSources.of(liveDecisions)
@FailureShapes.of(ofrepFailure)
@Module({
  imports: [RulebookModule, ProfilesModule, ModelsModule],
  controllers: [
    DecisionsController,
    OutcomesController,
    OfrepController,
    SimulateController,
    HealthController,
    DocsController,
  ],
  providers: [
    DecideHandler,
    ExplainDecisionHandler,
    { provide: DecisionLog, useFactory: (database: Database) => new DecisionLog(database), inject: [DATABASE] },
    { provide: OutcomeBook, useFactory: openOutcomes, inject: [DATABASE, CurrentRelease, DecisionLog] },
    { provide: FlagEvaluator, useFactory: (...ports: Ports) => new FlagEvaluator(named(ports)), inject: [...PORTS] },
    {
      provide: StrategySimulator,
      useFactory: (...ports: Ports) => new StrategySimulator(named(ports)),
      inject: [...PORTS],
    },
  ],
  exports: [OutcomeBook],
})
export class DecisionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(OutcomeBook) private readonly outcomes: OutcomeBook,
    @Inject(DecisionLog) private readonly decisions: DecisionLog,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind === 'server') this.outcomes.open(this.log);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.outcomes.close();
    await this.decisions.drain();
  }
}

type Ports = [Database, CurrentRelease, ChampionScorers, DecisionLog, FactGatherer, PluginHost];

function named([database, releases, scorers, log, gatherer, plugins]: Ports) {
  return { database, releases, scorers, log, gatherer, plugins };
}

function openOutcomes(database: Database, releases: CurrentRelease, log: DecisionLog): OutcomeBook {
  return new OutcomeBook({ database, releases, source: decisionExposures({ database, releases, log }) });
}

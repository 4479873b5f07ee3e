import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChampionScorers } from '#strata/models/registry';
import { MODEL_ENDPOINTS } from '#strata/models/http';
import { AUDIT_ENDPOINT } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { PREVIEW_ENDPOINT } from '#strata/profiles/preview';
import { PROFILE_ENDPOINTS } from '#strata/profiles/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideHandler } from './decide/index.js';
import { ExplainDecisionHandler } from './explanation/index.js';
import { DecisionsController, DocsController, OPENAPI_DOCUMENT, DATABASE, HealthController } from './http/index.js';
import { DecisionLog } from './log/index.js';
import { DECISION_ENDPOINTS, openApiDocument, RELEASE_ENDPOINTS } from './openapi/index.js';
import { OFREP_ENDPOINTS, OfrepController, FlagEvaluator } from './ofrep/index.js';
import { OUTCOME_ENDPOINTS, OutcomeBook, OutcomesController } from '#strata/ledger/outcomes';
import { SIMULATE_ENDPOINT } from './simulate/index.js';

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
        {
          provide: OPENAPI_DOCUMENT,
          useValue: openApiDocument([
            ...DECISION_ENDPOINTS,
            ...OUTCOME_ENDPOINTS,
            ...OFREP_ENDPOINTS,
            ...PROFILE_ENDPOINTS,
            ...RELEASE_ENDPOINTS,
            ...MODEL_ENDPOINTS,
            SIMULATE_ENDPOINT,
            PREVIEW_ENDPOINT,
            AUDIT_ENDPOINT,
          ]),
        },
      ],
    };
  }
}

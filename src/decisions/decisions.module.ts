import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChampionScorers, MODEL_ENDPOINTS } from '../models/index.js';
import { AUDIT_ENDPOINT, type Database } from '../platform/index.js';
import { FactGatherer, PREVIEW_ENDPOINT, PROFILE_ENDPOINTS } from '../profiles/index.js';
import { CurrentRelease } from './current-release.js';
import { DecideHandler } from './decide.handler.js';
import { ExplainDecisionHandler } from './explain-decision.handler.js';
import { DecisionsController } from './http/decisions.controller.js';
import { DocsController, OPENAPI_DOCUMENT } from './http/docs.controller.js';
import { DATABASE, HealthController } from './http/health.controller.js';
import { DecisionLog } from './log/decision-log.js';
import { DECISION_ENDPOINTS } from './openapi/decision-endpoints.js';
import { openApiDocument } from './openapi/document.js';
import { RELEASE_ENDPOINTS } from './openapi/release-endpoints.js';
import { OFREP_ENDPOINTS } from './ofrep/endpoints.js';
import { OfrepController } from './ofrep/ofrep.controller.js';
import { FlagEvaluator } from './ofrep/flag-evaluator.js';
import { OUTCOME_ENDPOINTS } from './outcomes/endpoints.js';
import { OutcomeBook } from './outcomes/outcome-book.js';
import { OutcomesController } from './outcomes/outcomes.controller.js';
import { SIMULATE_ENDPOINT } from './simulate/simulate-endpoint.js';

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

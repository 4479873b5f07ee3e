import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ChampionScorers } from '../models/index.js';
import { CurrentRelease } from './current-release.js';
import { ExplainDecisionQuery } from './explain-decision.query.js';
import { type DecisionExplanation, explain } from './explanation/explanation.js';
import { DecisionLog } from './log/decision-log.js';
import { findStored } from './stored-case.js';

/** Explains from what the log holds: the facts, scores and release of the decision, not those of now. */
@QueryHandler(ExplainDecisionQuery)
export class ExplainDecisionHandler implements IQueryHandler<ExplainDecisionQuery> {
  constructor(
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DecisionLog) private readonly log: DecisionLog,
  ) {}

  async execute({ id }: ExplainDecisionQuery): Promise<DecisionExplanation> {
    const { releases, scorers, log } = this;
    return explain(await findStored(log, id), { releases, scorers, log });
  }
}

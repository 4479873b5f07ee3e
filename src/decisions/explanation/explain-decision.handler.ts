import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ChampionScorers } from '#strata/models/registry';
import { CurrentRelease } from '#strata/rulebook/releases';
import { ExplainDecisionQuery } from './explain-decision.query.js';
import { type DecisionExplanation, explain } from './explanation.js';
import { DecisionLog } from '../log/index.js';
import { findStored } from '../replay/index.js';

/** Explains from what the log holds: the facts, scores and release of the decision, not those of now. */
@QueryHandler(ExplainDecisionQuery)
export class ExplainDecisionHandler implements IQueryHandler<ExplainDecisionQuery> {
  constructor(
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DecisionLog) private readonly log: DecisionLog,
  ) {}

  async execute({ id, language }: ExplainDecisionQuery): Promise<DecisionExplanation> {
    const { releases, scorers, log } = this;
    return explain(await findStored(log, id), { releases, scorers, log }, language);
  }
}

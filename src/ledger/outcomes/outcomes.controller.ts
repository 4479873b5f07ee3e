import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { OutcomeBook } from './outcome-book.js';
import { type Outcome } from './outcome.js';
import { outcomeSchema, ReportedOutcome, ResultsQuery, StrategyPath } from './outcome.schema.js';
import { resultsQuestion } from './results-question.js';
import { type StrategyResults } from '../results/index.js';
import { resultsSchema } from './results.schema.js';

/** What became of decisions: reported one by one, and what it comes to. */
@Controller('v1')
@Tag('outcomes', 30)
export class OutcomesController {
  constructor(@Inject(OutcomeBook) private readonly book: OutcomeBook) {}

  @Post('outcomes')
  @Roles('service')
  @Endpoint({
    summary: 'Report what a user did; tracked goal events count without it',
    bodyExample: { id: 'order-9001', userId: 'u-1001', strategy: 'win-back-coupon', value: 130, redeemed: true },
    answer: outcomeSchema,
    refusals: ['NOT_FOUND', 'UNKNOWN_STRATEGY'],
  })
  record(@Body() outcome: ReportedOutcome): Promise<Outcome> {
    return this.book.record(outcome);
  }

  @Get('results')
  @Roles('marketer')
  @Endpoint({
    summary: 'What all strategies and campaigns bring together, against those who are held out of all (contact policy)',
    headers: ACCEPT_LANGUAGE,
    answer: resultsSchema,
  })
  resultsOfAll(@Query() query: ResultsQuery, @SpokenLanguage() language: Language): Promise<StrategyResults> {
    return this.book.results({ ...resultsQuestion(null, query), language });
  }

  @Get('strategies/:id/results')
  @Roles('marketer')
  @Endpoint({
    summary: 'Conversions, cost, return and incremental lift against the hold-out, all in all, by arm and day',
    headers: ACCEPT_LANGUAGE,
    answer: resultsSchema,
    refusals: ['UNKNOWN_STRATEGY'],
  })
  results(
    @Param() { id }: StrategyPath,
    @Query() query: ResultsQuery,
    @SpokenLanguage() language: Language,
  ): Promise<StrategyResults> {
    return this.book.results({ ...resultsQuestion(id, query), language });
  }
}

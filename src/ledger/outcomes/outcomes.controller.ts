import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Roles, parseBody } from '#strata/platform/http';
import { OutcomeBook } from './outcome-book.js';
import { type Outcome } from './outcome.js';
import { outcomeBody } from './outcome.schema.js';
import { resultsQuestion } from './results-question.js';
import { type StrategyResults } from '../results/index.js';

/** What became of decisions: reported one by one, and what it comes to. */
@Controller('v1')
export class OutcomesController {
  constructor(@Inject(OutcomeBook) private readonly book: OutcomeBook) {}

  @Post('outcomes')
  @Roles('service')
  @HttpCode(200)
  record(@Body() body: unknown): Promise<Outcome> {
    return this.book.record(parseBody(outcomeBody, body));
  }

  @Get('strategies/:id/results')
  @Roles('marketer')
  results(@Param('id') id: string, @Query() query: unknown): Promise<StrategyResults> {
    return this.book.results(resultsQuestion(id, query));
  }
}

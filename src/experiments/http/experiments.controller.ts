import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { type z } from 'zod';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { planExperiment, planWords } from '../planning/index.js';
import { type StrategyReadout, StrategyReadouts } from '../running/index.js';
import { PlanBody, planSchema } from './plan.schema.js';
import { ExperimentPath, ReadoutQuery, strategyQuestion, strategyReadoutSchema } from './readout.schema.js';

/** Experiments. */
@Controller('v1/experiments')
@Roles('marketer')
@Tag('experiments', 87)
export class ExperimentsController {
  constructor(@Inject(StrategyReadouts) private readonly readouts: StrategyReadouts) {}

  @Post('power')
  @Endpoint({
    summary: 'How many people an effect takes, or which effect so many people show; read once, or at any time',
    bodyExample: { metric: { kind: 'proportion', rate: 0.04 }, effect: 0.1, peoplePerDay: 2000 },
    answer: planSchema,
  })
  plan(@Body() question: PlanBody): z.infer<typeof planSchema> {
    const plan = planExperiment(question);
    return { ...plan, words: planWords(question, plan) };
  }

  @Get(':id/readout')
  @Endpoint({
    summary: 'What the experiment of a strategy showed until now: whether it is healthy, and what to do',
    answer: strategyReadoutSchema,
    refusals: ['UNKNOWN_STRATEGY', 'NOT_FOUND'],
  })
  readout(@Param() { id }: ExperimentPath, @Query() query: ReadoutQuery): Promise<StrategyReadout> {
    return this.readouts.read(strategyQuestion(id, query));
  }
}

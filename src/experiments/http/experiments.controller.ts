import { Body, Controller, Post } from '@nestjs/common';
import { type z } from 'zod';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { planExperiment, planWords } from '../planning/index.js';
import { PlanBody, planSchema } from './plan.schema.js';

/** Experiments. */
@Controller('v1/experiments')
@Roles('marketer')
@Tag('experiments', 87)
export class ExperimentsController {
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
}

import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type z } from 'zod';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { ModelRegistry } from '#strata/models/registry';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { type ModelPlan, ModelPlans } from '../model-plan/index.js';
import { type RecordedReadout, recordExperiment } from '../evidence/index.js';
import { type HoldoutReadout, HoldoutReadouts } from '../holdout/index.js';
import { comparisonsOf, holdoutPage, readoutPage } from '../page/index.js';
import { planExperiment, planWords } from '../planning/index.js';
import { type ExperimentReadout } from '../readout/index.js';
import {
  type ExperimentCourse,
  listExperiments,
  type ListedExperiments,
  type StrategyReadout,
  StrategyReadouts,
} from '../running/index.js';
import { readSums } from '../sums/index.js';
import { EvidenceBody, recordedReadoutSchema } from './evidence.schema.js';
import { HoldoutQuery, holdoutReadoutSchema } from './holdout.schema.js';
import { ModelPlanBody, modelPlanSchema } from './model-plan.schema.js';
import { PlanBody, planSchema } from './plan.schema.js';
import {
  CourseQuery,
  courseSchema,
  ExperimentPath,
  experimentReadoutSchema,
  experimentsSchema,
  ReadoutQuery,
  readoutQuery,
  strategyQuestion,
  strategyReadoutSchema,
  SumsOfExperiment,
} from './readout.schema.js';

/** Experiments. */
@Controller('v1/experiments')
@Roles('marketer')
@Tag('experiments', 87)
export class ExperimentsController {
  constructor(
    @Inject(StrategyReadouts) private readonly readouts: StrategyReadouts,
    @Inject(ModelPlans) private readonly plans: ModelPlans,
    @Inject(HoldoutReadouts) private readonly holdouts: HoldoutReadouts,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ModelRegistry) private readonly registry: ModelRegistry,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Which strategies are experiments, and whether anybody is held out of all',
    answer: experimentsSchema,
  })
  list(): ListedExperiments {
    return listExperiments(this.releases.get().documents);
  }

  @Post('power')
  @Endpoint({
    summary: 'How many people an effect takes, or which effect so many people show; read once, or at any time',
    headers: ACCEPT_LANGUAGE,
    bodyExample: { metric: { kind: 'proportion', rate: 0.04 }, effect: 0.1, peoplePerDay: 2000 },
    answer: planSchema,
  })
  plan(@Body() question: PlanBody, @SpokenLanguage() language: Language): z.infer<typeof planSchema> {
    const plan = planExperiment(question);
    return { ...plan, words: planWords(question, plan, language) };
  }

  @Post(':id/plan')
  @Endpoint({
    summary: 'Plan the experiment that proves the last stage of a model: the block to publish with the strategy',
    headers: ACCEPT_LANGUAGE,
    bodyExample: { model: 'coupon-conversion', rate: 0.04, effect: 0.1, noWorseThan: 0.02, peoplePerDay: 2000 },
    answer: modelPlanSchema,
    refusals: ['UNKNOWN_STRATEGY', 'NOT_FOUND'],
  })
  planOfModel(
    @Param() { id }: ExperimentPath,
    @Body() asked: ModelPlanBody,
    @SpokenLanguage() language: Language,
  ): Promise<ModelPlan> {
    return this.plans.plan(id, asked, language);
  }

  @Post('readout')
  @Endpoint({
    summary: 'What an experiment showed whose sums a warehouse added up: whether it is healthy, and what to do',
    headers: ACCEPT_LANGUAGE,
    bodyExample: {
      arms: [
        { arm: 'control', people: 20_000, converted: 811 },
        { arm: 'model', people: 20_000, converted: 1002 },
      ],
      days: 18.5,
    },
    answer: experimentReadoutSchema,
  })
  readoutOfSums(@Body() sums: SumsOfExperiment, @SpokenLanguage() language: Language): ExperimentReadout {
    return readSums(sums, language);
  }

  @Get('readout')
  @Endpoint({
    summary: 'What all strategies and campaigns bring together, by what those do who are held out of all of them',
    headers: ACCEPT_LANGUAGE,
    answer: holdoutReadoutSchema,
    page: true,
    refusals: ['NOT_FOUND'],
  })
  async readoutOfAll(
    @Query() { level, format }: HoldoutQuery,
    @Headers('accept') accept: string | undefined,
    @SpokenLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HoldoutReadout | string> {
    const now = Date.now();
    if (!asksForPage(format, accept)) return await this.holdouts.read({ level, now, language });
    const readout = await this.holdouts.read({ level, now });
    answersPage(reply);
    return holdoutPage(readout, now);
  }

  @Get(':id/readout')
  @Endpoint({
    summary: 'What the experiment of a strategy showed until now: whether it is healthy, and what to do',
    headers: ACCEPT_LANGUAGE,
    answer: strategyReadoutSchema,
    page: true,
    refusals: ['UNKNOWN_STRATEGY', 'NOT_FOUND'],
  })
  async readout(
    @Param() { id }: ExperimentPath,
    @Query() query: ReadoutQuery,
    @Headers('accept') accept: string | undefined,
    @SpokenLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StrategyReadout | string> {
    const question = strategyQuestion(id, query);
    if (!asksForPage(query.format, accept)) return await this.readouts.read({ ...question, language });
    const readout = await this.readouts.read(question);
    const readouts = comparisonsOf(readout);
    if (readouts === null) return readout;
    answersPage(reply);
    const { title, plan } = readout;
    return readoutPage({ readouts, title, plan: plan?.words ?? null, at: Date.now() });
  }

  @Post(':id/evidence')
  @Endpoint({
    summary: 'Record what the experiment showed as evidence of the last stage of a model, read as it was planned',
    bodyExample: { model: 'coupon-conversion', reason: 'the experiment of November is complete' },
    answer: recordedReadoutSchema,
    refusals: ['UNKNOWN_STRATEGY', 'NOT_FOUND', 'CONFLICT'],
  })
  async record(
    @Param() { id }: ExperimentPath,
    @Body() { from, to, ...asked }: EvidenceBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<RecordedReadout & { readonly words: string }> {
    const question = strategyQuestion(id, { ...readoutQuery.parse({}), from, to });
    const readout = await this.readouts.read(question);
    const recordedFor = { ...asked, by: actorOf(request), now: Date.now() };
    const recorded = await recordExperiment(this.registry, readout, recordedFor);
    return { ...recorded, words: readout.arms?.verdict.words ?? 'Nobody came yet.' };
  }

  @Get(':id/course')
  @Endpoint({
    summary: 'How the interval of what decides became what it is, as people came: one that holds on all days together',
    headers: ACCEPT_LANGUAGE,
    answer: courseSchema,
    refusals: ['UNKNOWN_STRATEGY', 'NOT_FOUND'],
  })
  async course(
    @Param() { id }: ExperimentPath,
    @Query() query: CourseQuery,
    @SpokenLanguage() language: Language,
  ): Promise<ExperimentCourse> {
    const { moments, ...asked } = query;
    return await this.readouts.course({ ...strategyQuestion(id, asked), language }, moments);
  }
}

/** Browsers accept pages by name; other programs accept anything. */
function asksForPage(format: ReadoutQuery['format'], accept = ''): boolean {
  return format === undefined ? accept.includes('text/html') : format === 'html';
}

/** Pages are in English. */
function answersPage(reply: FastifyReply): void {
  reply.type('text/html; charset=utf-8').header('content-language', DEFAULT_LANGUAGE);
}

import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Condition } from '#strata/engine';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, PLAIN, Roles, Tag } from '#strata/platform/http';
import { jobsController } from '#strata/platform/job-routes';
import { type TrainingRequest, type ModelTraining, Trainings } from '../training/index.js';
import { trainingSchema } from './answers.schema.js';
import { TrainBody } from './request.js';

/** Trainings as jobs: asked for. */
@Controller('v1/models')
@Roles('marketer')
@Tag('models')
export class TrainingsController {
  constructor(@Inject(Trainings) private readonly trainings: Trainings) {}

  @Post(':id/train')
  @Endpoint({
    summary: 'Train the published model as a job; answered with 202 and the run',
    bodyExample: { seed: 1 },
    status: 202,
    answer: trainingSchema,
    refusals: ['NOT_FOUND', 'BAD_FILE'],
  })
  async train(
    @Param('id', PLAIN) id: string,
    @Body() body: TrainBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ModelTraining> {
    const run = await this.trainings.start(id, trainingRequest(body), actorOf(request));
    reply.header('location', `/v1/models/${encodeURIComponent(id)}/runs/${run.id}`);
    return run;
  }
}

/** The same: listed, followed, cancelled and retried. */
export const TrainingJobsController = jobsController({
  at: 'v1/models',
  path: 'runs',
  tag: 'models',
  one: 'a training',
  many: 'trainings of a model',
  entry: trainingSchema,
  whole: trainingSchema,
  owner: Trainings,
});

function trainingRequest({ where, ...rest }: TrainBody): TrainingRequest {
  const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  // What the condition says is checked when its rows are read.
  return { ...told, seed: rest.seed, ...(where === undefined ? {} : { where: where as unknown as Condition }) };
}

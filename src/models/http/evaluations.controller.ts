import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, PLAIN, Roles, Tag } from '#strata/platform/http';
import { jobsController } from '#strata/platform/job-routes';
import { type EvaluationRequest, type EvaluationRun, Evaluations } from '../proof/jobs/index.js';
import { evaluationSchema } from './answers.schema.js';
import { EvaluateBody } from './request.js';

/** Evaluations as jobs: asked for. */
@Controller('v1/models')
@Roles('marketer')
@Tag('models')
export class EvaluationsController {
  constructor(@Inject(Evaluations) private readonly evaluations: Evaluations) {}

  @Post(':id/evaluate')
  @Endpoint({
    summary:
      'Judge a version as a job: its first proof, the money of each threshold, what drives its scores; answered with 202',
    bodyExample: { version: 3, strategy: 'win-back-coupon' },
    status: 202,
    answer: evaluationSchema,
    refusals: ['NOT_FOUND', 'BAD_FILE'],
  })
  async evaluate(
    @Param('id', PLAIN) id: string,
    @Body() body: EvaluateBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvaluationRun> {
    const run = await this.evaluations.start(id, asked(body), actorOf(request));
    reply.header('location', `/v1/models/${encodeURIComponent(id)}/evaluations/${run.id}`);
    return run;
  }
}

/** The same: listed, followed, cancelled and retried. */
export const EvaluationJobsController = jobsController({
  at: 'v1/models',
  path: 'evaluations',
  tag: 'models',
  one: 'an evaluation',
  many: 'evaluations of a model',
  entry: evaluationSchema,
  whole: evaluationSchema,
  owner: Evaluations,
});

function asked({ seed, ...rest }: EvaluateBody): EvaluationRequest {
  return { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)), seed };
}

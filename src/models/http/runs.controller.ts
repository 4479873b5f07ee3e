import {
  type BeforeApplicationShutdown,
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Condition } from '#strata/engine';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { FOLLOWED, Endpoint, Roles, sendStates, Tag } from '#strata/platform/http';
import { hasEnded, type TrainingRequest, type ModelTraining, Trainings } from '../training/index.js';
import { runSchema, runsSchema } from './answers.schema.js';
import { PLAIN, RunsQuery, TrainBody } from './request.js';

/** A page of runs. */
interface RunPage {
  readonly runs: readonly ModelTraining[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** Trainings as jobs: asked for, followed, cancelled and retried. */
@Controller('v1/models')
@Roles('marketer')
@Tag('models')
export class RunsController implements BeforeApplicationShutdown {
  readonly #closing = new AbortController();

  constructor(@Inject(Trainings) private readonly trainings: Trainings) {}

  @Post(':id/train')
  @Endpoint({
    summary: 'Train the published model as a job; answered with 202 and the run',
    bodyExample: { seed: 1 },
    status: 202,
    answer: runSchema,
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

  @Get(':id/runs')
  @Endpoint({ summary: 'The trainings of a model, the latest first', answer: runsSchema })
  async list(@Param('id', PLAIN) id: string, @Query() { cursor, limit }: RunsQuery): Promise<RunPage> {
    const found = await this.trainings.list(id, {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    const runs = found.slice(0, limit);
    return { runs, next: found.length > limit ? (runs.at(-1)?.id ?? null) : null };
  }

  @Get(':id/runs/:run')
  @Endpoint({ summary: 'A training and how far it is', answer: runSchema, refusals: ['NOT_FOUND'] })
  async find(@Param('id', PLAIN) id: string, @Param('run', PLAIN) run: string): Promise<ModelTraining> {
    return await this.trainings.find(id, run);
  }

  @Get(':id/runs/:run/events')
  @Endpoint({
    summary: 'Server-sent events: the run as it is, then after every change, until it has ended',
    ...FOLLOWED,
    refusals: ['NOT_FOUND'],
  })
  async events(
    @Param('id', PLAIN) id: string,
    @Param('run', PLAIN) run: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const training = { find: () => this.trainings.find(id, run), isOver: hasEnded };
    await sendStates(training, { request, reply, closing: this.#closing.signal });
  }

  @Delete(':id/runs/:run')
  @Endpoint({
    summary: 'Cancel a training, also while it runs',
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async cancel(
    @Param('id', PLAIN) id: string,
    @Param('run', PLAIN) run: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<ModelTraining> {
    return await this.trainings.cancel(id, run, actorOf(request));
  }

  @Post(':id/runs/:run/retry')
  @Endpoint({
    summary: 'Put a training that failed or was cancelled in again',
    status: 202,
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async retry(
    @Param('id', PLAIN) id: string,
    @Param('run', PLAIN) run: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<ModelTraining> {
    return await this.trainings.retry(id, run, actorOf(request));
  }

  /** Ends what is followed, so that its connections do not hold up the closing of the server. */
  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }
}

function trainingRequest({ where, ...rest }: TrainBody): TrainingRequest {
  const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  // What the condition says is checked when its rows are read.
  return { ...told, seed: rest.seed, ...(where === undefined ? {} : { where: where as unknown as Condition }) };
}

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
import { Endpoint, FOLLOWED, Roles, sendStates, Tag } from '#strata/platform/http';
import { hasEnded } from '#strata/models/training';
import { type BacktestAsked, type BacktestRun, Backtests, type BacktestWithReport } from '../jobs/index.js';
import { backtestSchema, backtestsSchema } from './answers.schema.js';
import { BacktestBody, BacktestsQuery } from './request.js';

/** A page of backtests. */
interface BacktestPage {
  readonly backtests: readonly BacktestRun[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** Backtests as jobs: asked for, followed and cancelled. */
@Controller('v1/strategies')
@Roles('marketer')
@Tag('backtests', 83)
export class BacktestsController implements BeforeApplicationShutdown {
  readonly #closing = new AbortController();

  constructor(@Inject(Backtests) private readonly backtests: Backtests) {}

  @Post(':id/backtest')
  @Endpoint({
    summary: 'Replay history as a job: the models against the human rule, or what each layer earns; answered with 202',
    bodyExample: { compare: 'ladder', data: 'history-everybody.csv', trigger: 'cart_left' },
    status: 202,
    answer: backtestSchema,
    refusals: ['NOT_FOUND', 'BAD_FILE'],
  })
  async backtest(
    @Param('id') id: string,
    @Body() body: BacktestBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BacktestWithReport> {
    const run = await this.backtests.start(id, askedIn(body), actorOf(request));
    reply.header('location', `/v1/strategies/${encodeURIComponent(id)}/backtests/${run.id}`);
    return run;
  }

  @Get(':id/backtests')
  @Endpoint({
    summary: 'The backtests of a strategy, the latest first, without their reports',
    answer: backtestsSchema,
  })
  async list(@Param('id') id: string, @Query() { cursor, limit }: BacktestsQuery): Promise<BacktestPage> {
    const found = await this.backtests.list(id, {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    const backtests = found.slice(0, limit);
    return { backtests, next: found.length > limit ? (backtests.at(-1)?.id ?? null) : null };
  }

  @Get(':id/backtests/:run')
  @Endpoint({
    summary: 'A backtest, how far it is, and what it found',
    answer: backtestSchema,
    refusals: ['NOT_FOUND'],
  })
  async find(@Param('id') id: string, @Param('run') run: string): Promise<BacktestWithReport> {
    return await this.backtests.find(id, run);
  }

  @Get(':id/backtests/:run/events')
  @Endpoint({
    summary: 'Server-sent events: the backtest as it is, then after every change, until it has ended',
    ...FOLLOWED,
    refusals: ['NOT_FOUND'],
  })
  async events(
    @Param('id') id: string,
    @Param('run') run: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const backtest = { find: () => this.backtests.find(id, run), isOver: hasEnded };
    await sendStates(backtest, { request, reply, closing: this.#closing.signal });
  }

  @Delete(':id/backtests/:run')
  @Endpoint({
    summary: 'Cancel a backtest, also while it runs',
    answer: backtestSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async cancel(
    @Param('id') id: string,
    @Param('run') run: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<BacktestWithReport> {
    return await this.backtests.cancel(id, run, actorOf(request));
  }

  /** Ends what is followed, so that its connections do not hold up the closing of the server. */
  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }
}

function askedIn({
  compare,
  seed,
  versions,
  data,
  until,
  audience,
  budget,
  trigger,
  by,
  where,
  ...columns
}: BacktestBody): BacktestAsked {
  const plan = budget === undefined ? audience : { budget };
  return {
    compare,
    seed,
    versions,
    columns: Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== undefined)),
    ...(data === undefined ? {} : { data }),
    ...(until === undefined ? {} : { until }),
    ...(plan === undefined ? {} : { plan }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(by === undefined ? {} : { by }),
    // What the condition says is checked when its rows are read.
    ...(where === undefined ? {} : { where: where as unknown as Condition }),
  };
}

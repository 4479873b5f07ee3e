import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Condition } from '#strata/engine';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, PLAIN, Roles, Tag } from '#strata/platform/http';
import { jobsController } from '#strata/platform/job-routes';
import { type BacktestAsked, Backtests, type BacktestWithReport } from '../jobs/index.js';
import { backtestRunSchema, backtestSchema } from './answers.schema.js';
import { reportIn } from '../told/index.js';
import { parsePolicy, type PolicyChoice } from '../backtest/index.js';
import { BacktestBody } from './request.js';

/** Backtests as jobs: asked for. */
@Controller('v1/strategies')
@Roles('marketer')
@Tag('backtests', 83)
export class BacktestsController {
  constructor(@Inject(Backtests) private readonly backtests: Backtests) {}

  @Post(':id/backtest')
  @Endpoint({
    summary:
      'Replay history as a job: the models against the human rule, what each layer earns, or what policies would have brought; answered with 202',
    bodyExample: { compare: 'ladder', data: 'history-everybody.csv', events: 'events.csv' },
    status: 202,
    answer: backtestSchema,
    refusals: ['NOT_FOUND', 'BAD_FILE'],
  })
  async backtest(
    @Param('id', PLAIN) id: string,
    @Body() body: BacktestBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BacktestWithReport> {
    const run = await this.backtests.start(id, askedIn(body), actorOf(request));
    reply.header('location', `/v1/strategies/${encodeURIComponent(id)}/backtests/${run.id}`);
    return run;
  }
}

/** The same: listed, followed, cancelled and retried. */
export const BacktestJobsController = jobsController({
  at: 'v1/strategies',
  path: 'backtests',
  tag: 'backtests',
  one: 'a backtest',
  many: 'backtests of a strategy',
  entry: backtestRunSchema,
  whole: backtestSchema,
  owner: Backtests,
  tell: (language, run) => ({ ...run, report: run.report && reportIn(run.report, language) }),
});

function askedIn({
  compare,
  seed,
  versions,
  data,
  events,
  until,
  audience,
  budget,
  trigger,
  by,
  where,
  policies,
  context,
  from,
  ...columns
}: BacktestBody): BacktestAsked {
  const plan = budget === undefined ? audience : { budget };
  return {
    compare,
    seed,
    versions,
    columns: Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== undefined)),
    ...(data === undefined ? {} : { data }),
    ...(events === undefined ? {} : { events }),
    ...(until === undefined ? {} : { until }),
    ...(plan === undefined ? {} : { plan }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(by === undefined ? {} : { by }),
    ...(policies === undefined ? {} : { policies: policies.map(policyIn) }),
    ...(context === undefined ? {} : { context }),
    ...(from === undefined ? {} : { from }),
    // What the condition says is checked when its rows are read.
    ...(where === undefined ? {} : { where: where as unknown as Condition }),
  };
}

/** A policy that is written as text, or as an arm would name it. Texts were checked with the body. */
function policyIn(policy: NonNullable<BacktestBody['policies']>[number]): PolicyChoice {
  if (typeof policy !== 'string') return { by: 'policy', policy };
  return parsePolicy(policy) ?? { by: 'policy', policy: { policy } };
}

import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { problemOf, Roles, parseBody } from '#strata/platform/http';
import { userIdSchema } from '#strata/profiles/calls';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideCommand } from '../decide/index.js';
import { ExplainDecisionQuery, type DecisionExplanation } from '../explanation/index.js';
import { DecisionLog } from '../log/index.js';
import { type Replay, replayStored, findStored } from '../replay/index.js';
import { batchRequestSchema, pageSchema } from '../request/index.js';

/** Decisions are stored as JSON text and answered as they are. */
const JSON_TEXT = ['content-type', 'application/json; charset=utf-8'] as const;

/** Rows of a batch that are begun before the process turns to others: some milliseconds of work. */
const ROWS_AT_ONCE = 50;

/** Begins all rows, but lets others in between, so that a batch of any size holds nobody up. */
async function inTurns<T, R>(rows: readonly T[], begin: (row: T) => Promise<R>): Promise<readonly R[]> {
  const begun: Promise<R>[] = [];
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    begun.push(begin(row));
  }
  return Promise.all(begun);
}

/** The decision API: decide, look up, explain, replay. */
@Controller('v1')
export class DecisionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(DecisionLog) private readonly log: DecisionLog,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  @Post('decisions')
  @Roles('service')
  @HttpCode(200)
  @Header(...JSON_TEXT)
  async decide(@Body() body: unknown, @Headers('idempotency-key') key?: string): Promise<string> {
    const { text } = await this.commands.execute(new DecideCommand(body, key));
    return text;
  }

  @Post('decisions/batch')
  @Roles('service')
  @HttpCode(200)
  @Header(...JSON_TEXT)
  async decideBatch(@Body() body: unknown): Promise<string> {
    const { requests } = parseBody(batchRequestSchema, body);
    const results = await inTurns(requests, (request) => this.#decideRow(request));
    return `{"results":[${results.join(',')}]}`;
  }

  @Get('decisions/:id')
  @Roles('service', 'marketer')
  @Header(...JSON_TEXT)
  async find(@Param('id') id: string): Promise<string> {
    const { decision } = await findStored(this.log, id);
    return decision;
  }

  @Get('decisions/:id/explanation')
  @Roles('service', 'marketer')
  explain(@Param('id') id: string): Promise<DecisionExplanation> {
    return this.queries.execute(new ExplainDecisionQuery(id));
  }

  @Get('decisions/:id/replay')
  @Roles('service', 'marketer')
  async replay(@Param('id') id: string): Promise<Replay> {
    return replayStored(await findStored(this.log, id), this.releases);
  }

  @Get('users/:id/decisions')
  @Roles('service', 'marketer')
  @Header(...JSON_TEXT)
  async findOfUser(@Param('id') id: string, @Query() query: unknown): Promise<string> {
    const { cursor, limit } = parseBody(pageSchema, query);
    const userId = parseBody(userIdSchema, id);
    const found = await this.log.findOfUser({ userId, before: cursor ?? null, limit: limit + 1 });
    const page = found.slice(0, limit);
    const next = found.length > limit ? (page.at(-1)?.id ?? null) : null;
    return `{"decisions":[${page.map(({ decision }) => decision).join(',')}],"next":${JSON.stringify(next)}}`;
  }

  /** One row of a batch: its decision, or why there is none. */
  async #decideRow(request: unknown): Promise<string> {
    try {
      const { text } = await this.commands.execute(new DecideCommand(request, null, 'row'));
      return `{"decision":${text}}`;
    } catch (error) {
      return `{"problem":${JSON.stringify(problemOf(error))}}`;
    }
  }
}

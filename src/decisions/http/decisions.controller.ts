import { Body, Controller, Get, Header, Headers, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import {
  ACCEPT_LANGUAGE,
  Endpoint,
  pageOf,
  PageQuery,
  problemOf,
  Roles,
  SpokenLanguage,
  Tag,
} from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideCommand } from '../decide/index.js';
import { type DecisionExplanation, ExplainDecisionQuery } from '../explanation/index.js';
import { DecisionLog } from '../log/index.js';
import { findStored, type Replay, replayStored } from '../replay/index.js';
import { BatchBody, decisionRequestSchema, UserPath } from '../request/index.js';
import {
  batchAnswerSchema,
  decisionPageSchema,
  decisionSchema,
  explanationSchema,
  replaySchema,
} from './decision.schema.js';

/** Decisions are stored as JSON text and answered as they are. */
const JSON_TEXT = ['content-type', 'application/json; charset=utf-8'] as const;

const EXAMPLE = {
  userId: 'u-1001',
  strategy: 'win-back-coupon',
  facts: { daysSinceLastOrder: 212, orders: 5, couponOrders: 2, averageOrderValue: 120, city: 'Shanghai' },
  consent: ['marketing'],
};

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
@Tag('decisions', 10)
export class DecisionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(DecisionLog) private readonly log: DecisionLog,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  @Post('decisions')
  @Roles('service')
  @Header(...JSON_TEXT)
  @Endpoint({
    summary: 'Decide for one user',
    headers: {
      'Idempotency-Key': {
        schema: z.string().min(1).max(255),
        description:
          'The same key and body give the same decision for 24 hours; the same key with another body is 409.',
      },
    },
    body: decisionRequestSchema,
    bodyExample: EXAMPLE,
    answer: decisionSchema,
    refusals: ['UNKNOWN_STRATEGY', 'IDEMPOTENCY_KEY_REUSED', 'UNKNOWN_FACT', 'INVALID_FACT'],
  })
  async decide(@Body() body: unknown, @Headers('idempotency-key') key?: string): Promise<string> {
    const { text } = await this.commands.execute(new DecideCommand(body, key));
    return text;
  }

  @Post('decisions/batch')
  @Roles('service')
  @Header(...JSON_TEXT)
  @Endpoint({
    summary: 'Decide for up to 1,000 users; a bad row does not fail the rest',
    bodyExample: { requests: [EXAMPLE] },
    answer: batchAnswerSchema,
  })
  async decideBatch(@Body() { requests }: BatchBody): Promise<string> {
    const results = await inTurns(requests, (request) => this.#decideRow(request));
    return `{"results":[${results.join(',')}]}`;
  }

  @Get('decisions/:id')
  @Roles('service', 'marketer')
  @Header(...JSON_TEXT)
  @Endpoint({ summary: 'A stored decision', answer: decisionSchema, refusals: ['NOT_FOUND'] })
  async find(@Param('id') id: string): Promise<string> {
    const { decision } = await findStored(this.log, id);
    return decision;
  }

  @Get('decisions/:id/explanation')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'A stored decision with all reasons, evaluated conditions and contributions to its scores',
    headers: ACCEPT_LANGUAGE,
    answer: explanationSchema,
    refusals: ['NOT_FOUND'],
  })
  explain(@Param('id') id: string, @SpokenLanguage() language: Language): Promise<DecisionExplanation> {
    return this.queries.execute(new ExplainDecisionQuery(id, language));
  }

  @Get('decisions/:id/replay')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Decides again from the stored input and compares byte for byte',
    answer: replaySchema,
    refusals: ['NOT_FOUND'],
  })
  async replay(@Param('id') id: string): Promise<Replay> {
    return replayStored(await findStored(this.log, id), this.releases);
  }

  @Get('users/:id/decisions')
  @Roles('service', 'marketer')
  @Header(...JSON_TEXT)
  @Endpoint({ summary: "A user's decisions, the latest first", answer: decisionPageSchema })
  async findOfUser(@Param() { id: userId }: UserPath, @Query() { cursor, limit }: PageQuery): Promise<string> {
    const asked = { userId, before: cursor ?? null };
    const { entries, next } = await pageOf(limit, (most) => this.log.findOfUser({ ...asked, limit: most }));
    return `{"decisions":[${entries.map(({ decision }) => decision).join(',')}],"next":${JSON.stringify(next)}}`;
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

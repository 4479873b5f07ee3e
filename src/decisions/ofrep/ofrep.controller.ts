import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { DecideCommand } from '../decide/index.js';
import { readDecision } from '../log/index.js';
import { readContext } from './context.js';
import { type Evaluation, evaluationOf } from './evaluation.js';
import { FlagEvaluator } from './flag-evaluator.js';
import { ALL_FLAGS, ONE_FLAG } from './ofrep.endpoints.js';

const NOT_MODIFIED = 304;

/**
 * The OpenFeature Remote Evaluation Protocol: a strategy is a flag, the targeting key the user, the offer's id the value
 * and the variant. One flag is decided, logged and reserved; all at once are only looked at. Failures get their shape by
 * {@link ofrepFailure}.
 */
@Controller('ofrep/v1/evaluate')
@Roles('service')
@Tag('OpenFeature', 20)
export class OfrepController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(FlagEvaluator) private readonly flags: FlagEvaluator,
  ) {}

  @Post('flags/:strategy')
  @Endpoint(ONE_FLAG)
  async evaluate(@Param('strategy') key: string, @Body() body: unknown): Promise<Evaluation> {
    const request = { ...readContext(body, this.releases.get().documents.facts), strategy: key };
    const { text } = await this.commands.execute(new DecideCommand(request));
    return evaluationOf(key, readDecision(text));
  }

  @Post('flags')
  @Endpoint(ALL_FLAGS)
  async evaluateAll(
    @Body() body: unknown,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly flags: readonly Evaluation[] } | undefined> {
    const { flags, etag } = await this.flags.evaluateAll(body);
    reply.header('etag', etag);
    if (!isKnown(etag, known)) return { flags };
    reply.status(NOT_MODIFIED);
    return undefined;
  }
}

/** Weak comparison, as RFC 9110 wants it for If-None-Match. */
function isKnown(etag: string, known = ''): boolean {
  return known.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}

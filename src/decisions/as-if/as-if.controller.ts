import { Body, Controller, Inject, Post } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { asIfAnswerSchema, AsIfBody } from './as-if.schema.js';
import { AsIfDecider, type DecidedAsIf } from './as-if-decider.js';

/** What would be decided if something were otherwise. */
@Controller('v1/decisions')
@Tag('decisions')
export class AsIfController {
  constructor(@Inject(AsIfDecider) private readonly decider: AsIfDecider) {}

  @Post('preview')
  @Roles('marketer')
  @Endpoint({
    summary: 'What would be decided about a person or as in a stored decision, with something changed; stores nothing',
    bodyExample: { userId: 'u-1001', facts: { daysSinceLastOrder: 200 }, consent: ['marketing'] },
    headers: ACCEPT_LANGUAGE,
    answer: asIfAnswerSchema,
    refusals: ['NOT_FOUND', 'UNKNOWN_STRATEGY', 'UNKNOWN_FACT', 'INVALID_FACT', 'CONFLICT'],
  })
  decide(@Body() asked: AsIfBody, @SpokenLanguage() language: Language): Promise<DecidedAsIf> {
    return this.decider.decide(asked, language);
  }
}

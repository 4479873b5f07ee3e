import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { momentSchema, PersonPath } from '../calls/index.js';
import { type ExplainedFacts, FactExplainer } from './explain-facts.js';
import { explainedFactsSchema } from './facts.schema.js';

class FactsQuery extends createZodDto(
  z.strictObject({ at: momentSchema.optional().describe('The moment, ISO 8601; defaults to now.') }),
) {}

/** What a person's facts are, and where they come from. */
@Controller('v1/users')
@Tag('users')
export class FactsController {
  constructor(@Inject(FactExplainer) private readonly explainer: FactExplainer) {}

  @Get(':id/facts')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: "A person's facts at a moment, each with its value and where it came from",
    headers: ACCEPT_LANGUAGE,
    answer: explainedFactsSchema,
    refusals: ['NOT_FOUND'],
  })
  facts(
    @Param() { id }: PersonPath,
    @Query() { at }: FactsQuery,
    @SpokenLanguage() language: Language,
  ): Promise<ExplainedFacts> {
    return this.explainer.explain(id, at ?? Date.now(), language);
  }
}

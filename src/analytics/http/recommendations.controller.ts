import { Body, Controller, Inject, Post } from '@nestjs/common';
import { type Condition } from '#strata/engine';
import { assertSmall, Endpoint, Roles, Tag } from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { answerTo, type RecommendedList, RecommenderDesk } from '../recommending/index.js';
import { RecommendationsBody, recommendedListSchema } from './recommendations.schema.js';

/** Which items for whom. */
@Controller('v1/recommendations')
@Roles('service', 'marketer')
@Tag('items')
export class RecommendationsController {
  constructor(
    @Inject(RecommenderDesk) private readonly desk: RecommenderDesk,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Items for a user, items like one, or given items in the order in which they are for a user',
    bodyExample: { userId: 'u-1001', items: 5, perCategory: 2 },
    answer: recommendedListSchema,
    refusals: ['NOT_FOUND', 'INVALID_DOCUMENT'],
  })
  async recommend(@Body() body: RecommendationsBody): Promise<RecommendedList> {
    assertSmall(body);
    const now = Date.now();
    const { documents } = this.releases.get();
    // What it says is checked as every condition is.
    const question = Object.assign({}, body, { where: body.where as Condition | undefined });
    return await answerTo(question, { desk: this.desk, at: { documents, now } });
  }
}

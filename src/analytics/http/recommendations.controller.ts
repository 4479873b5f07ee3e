import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Condition } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import {
  ACCEPT_LANGUAGE,
  assertSmall,
  Endpoint,
  Roles,
  SpokenLanguage,
  Tag,
  whileConnected,
} from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { answerTo, type RecommendedList, recommenderCalled, RecommenderDesk } from '../recommending/index.js';
import {
  type LikelyPeople,
  likelyPeopleSchema,
  PeopleBody,
  RecommendationsBody,
  recommendedListSchema,
} from './recommendations.schema.js';

/** Which items for whom, and which people for an item. */
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
    headers: ACCEPT_LANGUAGE,
    bodyExample: { userId: 'u-1001', items: 5, perCategory: 2 },
    answer: recommendedListSchema,
    refusals: ['NOT_FOUND', 'INVALID_DOCUMENT'],
  })
  async recommend(@Body() body: RecommendationsBody, @SpokenLanguage() language: Language): Promise<RecommendedList> {
    assertSmall(body);
    const now = Date.now();
    const { documents } = this.releases.get();
    // What it says is checked as every condition is.
    const question = Object.assign({}, body, { where: body.where as Condition | undefined });
    return await answerTo(question, { desk: this.desk, at: { documents, now, language } });
  }

  @Post('people')
  @Roles('marketer')
  @Endpoint({
    summary:
      'The people who are most likely to buy an item, or one of a category: everybody who is stored is looked at',
    bodyExample: { item: 'sku-1', people: 20 },
    answer: likelyPeopleSchema,
    refusals: ['NOT_FOUND'],
  })
  people(@Body() body: PeopleBody, @Req() request: FastifyRequest): Promise<LikelyPeople> {
    const { model: asked, item, category, people: most, bought } = body;
    const { documents } = this.releases.get();
    const model = recommenderCalled(documents, asked).id;
    const goods = item === undefined ? { category: category ?? '' } : { item };
    return whileConnected(request, async (signal) => {
      const found = await this.desk.people(model, { goods, most, bought, signal }, { documents, now: Date.now() });
      return { model, people: found.map(({ person, ...why }) => ({ userId: person, ...why })) };
    });
  }
}

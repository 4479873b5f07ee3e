import { Inject } from '@nestjs/common';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { ChampionScorers } from '../registry/index.js';
import { ModelPromoted } from './model-promoted.event.js';

/** Lets the decisions of this process use a new champion at once, and not only when they look for one the next time. */
@EventsHandler(ModelPromoted)
export class FollowPromotionsHandler implements IEventHandler<ModelPromoted> {
  constructor(@Inject(ChampionScorers) private readonly scorers: ChampionScorers) {}

  handle(): void {
    this.scorers.expectPromotion();
  }
}

import { Body, Controller, Inject, Post } from '@nestjs/common';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { type BatchAnswer, type MessageType, Tracking } from '../tracking/index.js';
import { BATCH, message } from './tracking.endpoints.js';

/** The paths of each call: in full, and as clients in browsers shorten it. */
const PATHS = {
  identify: ['identify', 'i'],
  track: ['track', 't'],
  page: ['page', 'p'],
  screen: ['screen', 's'],
  group: ['group', 'g'],
  alias: ['alias', 'a'],
  batch: ['batch', 'b'],
};

const SUCCESS = Object.freeze({ success: true });

/** Segment's HTTP tracking API: the write key is an API key. */
@Controller('v1')
@Roles('service')
@Tag('tracking', 40)
export class TrackingController {
  constructor(@Inject(Tracking) private readonly tracking: Tracking) {}

  @Post(PATHS.identify)
  @Endpoint(message('identify'))
  identify(@Body() body: unknown): Promise<object> {
    return this.#one('identify', body);
  }

  @Post(PATHS.track)
  @Endpoint(message('track'))
  track(@Body() body: unknown): Promise<object> {
    return this.#one('track', body);
  }

  @Post(PATHS.page)
  @Endpoint(message('page'))
  page(@Body() body: unknown): Promise<object> {
    return this.#one('page', body);
  }

  @Post(PATHS.screen)
  @Endpoint(message('screen'))
  screen(@Body() body: unknown): Promise<object> {
    return this.#one('screen', body);
  }

  @Post(PATHS.group)
  @Endpoint(message('group'))
  group(@Body() body: unknown): Promise<object> {
    return this.#one('group', body);
  }

  @Post(PATHS.alias)
  @Endpoint(message('alias'))
  alias(@Body() body: unknown): Promise<object> {
    return this.#one('alias', body);
  }

  @Post(PATHS.batch)
  @Endpoint(BATCH)
  batch(@Body() body: unknown): Promise<BatchAnswer> {
    return this.tracking.batch(body);
  }

  async #one(type: MessageType, body: unknown): Promise<object> {
    await this.tracking.one(type, body);
    return SUCCESS;
  }
}

import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Roles } from '#strata/platform/http';
import { type MessageType, type BatchAnswer, Tracking } from '../tracking/index.js';

/** The paths of each call: in full, and as clients in browsers shorten it. */
export const PATHS = {
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
export class TrackingController {
  constructor(@Inject(Tracking) private readonly tracking: Tracking) {}

  @Post(PATHS.identify)
  @HttpCode(200)
  identify(@Body() body: unknown): Promise<object> {
    return this.#one('identify', body);
  }

  @Post(PATHS.track)
  @HttpCode(200)
  track(@Body() body: unknown): Promise<object> {
    return this.#one('track', body);
  }

  @Post(PATHS.page)
  @HttpCode(200)
  page(@Body() body: unknown): Promise<object> {
    return this.#one('page', body);
  }

  @Post(PATHS.screen)
  @HttpCode(200)
  screen(@Body() body: unknown): Promise<object> {
    return this.#one('screen', body);
  }

  @Post(PATHS.group)
  @HttpCode(200)
  group(@Body() body: unknown): Promise<object> {
    return this.#one('group', body);
  }

  @Post(PATHS.alias)
  @HttpCode(200)
  alias(@Body() body: unknown): Promise<object> {
    return this.#one('alias', body);
  }

  @Post(PATHS.batch)
  @HttpCode(200)
  batch(@Body() body: unknown): Promise<BatchAnswer> {
    return this.tracking.batch(body);
  }

  async #one(type: MessageType, body: unknown): Promise<object> {
    await this.tracking.one(type, body);
    return SUCCESS;
  }
}

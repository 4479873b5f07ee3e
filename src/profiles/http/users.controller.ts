import { Body, Controller, Delete, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Roles } from '#strata/platform/http';
import { StrataError } from '#sdk';
import {
  messageIdSchema,
  personIdSchema,
  purposeSchema,
  somebodysIdSchema,
  DATA_QUALITY,
  type DataQuality,
  momentSchema,
  parse,
} from '../calls/index.js';
import { type Profile } from '../store/index.js';
import { type Erasure, type PersonExport, ProfileStore } from '../people/index.js';

const moment = momentSchema.optional().describe('When it was said; now unless told, or where it lies ahead.');
const messageId = messageIdSchema.optional().describe('Names the word: sent again, it counts once.');

/** `PUT /v1/users/{id}/consents/{purpose}`. */
export const consentBody = z.strictObject({
  granted: z.boolean(),
  source: purposeSchema.describe('Where it was said, such as `preference-centre`.'),
  at: moment,
  messageId,
});

/** `PUT /v1/users/{id}/suppression`. */
export const suppressionBody = z.strictObject({ suppressed: z.boolean(), at: moment, messageId });

/** What is stored about a person. */
@Controller('v1/users')
export class UsersController {
  constructor(
    @Inject(ProfileStore) private readonly store: ProfileStore,
    @Inject(DATA_QUALITY) private readonly quality: DataQuality | null,
  ) {}

  @Get(':id')
  @Roles('service', 'marketer')
  async find(@Param('id') id: string): Promise<Profile> {
    const profile = await this.store.find(parse(personIdSchema, id));
    if (profile === null) throw new StrataError('NOT_FOUND', 'Nobody is stored under this id.');
    return profile;
  }

  @Get(':id/export')
  @Roles('admin')
  export(@Param('id') id: string): Promise<PersonExport> {
    return this.store.exportAll(parse(personIdSchema, id));
  }

  @Delete(':id')
  @Roles('admin')
  async erase(@Param('id') id: string, @Req() request: AuthenticatedRequest): Promise<{ readonly erased: Erasure }> {
    // What waits in memory would be written after the erasure.
    await this.quality?.flush();
    return { erased: await this.store.erase(parse(personIdSchema, id), actorOf(request)) };
  }

  @Put(':id/consents/:purpose')
  @Roles('service')
  async setConsent(
    @Param('id') id: string,
    @Param('purpose') purpose: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<Profile> {
    const { at, messageId: name, ...word } = parse(consentBody, body);
    const userId = parse(somebodysIdSchema, id);
    return this.#changed(
      userId,
      await this.store.setConsent(
        { userId, purpose: parse(purposeSchema, purpose), at: saidAt(at), ...named(name), ...word },
        actorOf(request),
      ),
    );
  }

  @Put(':id/suppression')
  @Roles('service', 'marketer')
  async suppress(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<Profile> {
    const { at, messageId: name, suppressed } = parse(suppressionBody, body);
    const userId = parse(somebodysIdSchema, id);
    return this.#changed(
      userId,
      await this.store.suppress({ userId, suppressed, at: saidAt(at), ...named(name) }, actorOf(request)),
    );
  }

  /** The profile after a change, which an erased person does not take. */
  async #changed(userId: string, changed: boolean): Promise<Profile> {
    const profile = changed ? await this.store.find(userId) : null;
    if (profile === null) throw new StrataError('CONFLICT', 'The person of this id was erased.');
    return profile;
  }
}

/** A word from the future would outdate all that is said until then. */
function saidAt(at = Infinity): number {
  return Math.min(at, Date.now());
}

function named(messageId: string | undefined): { readonly messageId?: string } {
  return messageId === undefined ? {} : { messageId };
}

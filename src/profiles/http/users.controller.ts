import { Body, Controller, Delete, Get, Inject, Param, Put, Query, Req } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, PAGE, pageOf, Roles, Tag } from '#strata/platform/http';
import { StrataError } from '#sdk';
import {
  DATA_QUALITY,
  type DataQuality,
  messageIdSchema,
  momentSchema,
  PersonPath,
  plainText,
  purposeSchema,
  somebodySchema,
  userIdSchema,
} from '../calls/index.js';
import { type FoundPerson, type Profile, type RecentEvent } from '../store/index.js';
import { type Erasure, type PersonExport, ProfileStore } from '../people/index.js';
import { erasureSchema, exportSchema, peopleSchema, profileSchema, recentEventsSchema } from './profile.schema.js';

const moment = momentSchema.optional().describe('When it was said; defaults to now, also where it lies ahead.');
const LONGEST_REASON = 500;
const reason = plainText(LONGEST_REASON).optional().describe('Why; kept in the audit log.');
const messageId = messageIdSchema.optional().describe('Names the word: sent again, it counts once.');

class ConsentBody extends createZodDto(
  z.strictObject({
    granted: z.boolean(),
    source: purposeSchema.describe('Where it was said, such as `preference-centre`.'),
    reason,
    at: moment,
    messageId,
  }),
) {}

class SuppressionBody extends createZodDto(
  z.strictObject({ suppressed: z.boolean(), reason, at: moment, messageId }),
) {}

class SomebodyPath extends createZodDto(z.strictObject({ id: somebodySchema })) {}

class ConsentPath extends createZodDto(z.strictObject({ id: somebodySchema, purpose: purposeSchema })) {}

class PeopleQuery extends createZodDto(
  z.strictObject({
    search: userIdSchema
      .optional()
      .describe('How the id begins, or another id of the person in full; everybody where absent.'),
    cursor: userIdSchema.optional().describe('The `next` of the page before.'),
    limit: PAGE.limit,
  }),
) {}

class EventsQuery extends createZodDto(z.strictObject({ limit: PAGE.limit })) {}

class ErasureQuery extends createZodDto(z.strictObject({ reason })) {}

/** What is stored about a person. */
@Controller('v1/users')
@Tag('users', 50)
export class UsersController {
  constructor(
    @Inject(ProfileStore) private readonly store: ProfileStore,
    @Inject(DATA_QUALITY) private readonly quality: DataQuality | null,
  ) {}

  @Get()
  @Roles('marketer')
  @Endpoint({ summary: 'The people whose ids begin so, ascending', answer: peopleSchema })
  async search(
    @Query() { search = '', cursor, limit }: PeopleQuery,
  ): Promise<{ readonly users: readonly FoundPerson[]; readonly next: string | null }> {
    const asked = { search, after: cursor ?? null };
    const { entries, next } = await pageOf(limit, async (most) => {
      const people = await this.store.search({ ...asked, limit: most });
      return people.map((person) => ({ id: person.userId, person }));
    });
    return { users: entries.map(({ person }) => person), next };
  }

  @Get(':id')
  @Roles('service', 'marketer')
  @Endpoint({ summary: 'The profile of a person', answer: profileSchema, refusals: ['NOT_FOUND'] })
  async find(@Param() { id }: PersonPath): Promise<Profile> {
    const profile = await this.store.find(id);
    if (profile === null) throw new StrataError('NOT_FOUND', 'Nobody is stored under this id.');
    return profile;
  }

  @Get(':id/events')
  @Roles('marketer')
  @Endpoint({ summary: 'What a person did last', answer: recentEventsSchema })
  async events(
    @Param() { id }: PersonPath,
    @Query() { limit }: EventsQuery,
  ): Promise<{ readonly events: readonly RecentEvent[] }> {
    return { events: await this.store.recentEvents(id, limit) };
  }

  @Get(':id/export')
  @Roles('admin')
  @Endpoint({ summary: 'Everything that is kept about a person, by store', answer: exportSchema })
  export(@Param() { id }: PersonPath): Promise<PersonExport> {
    return this.store.exportAll(id);
  }

  @Delete(':id')
  @Roles('admin')
  @Endpoint({
    summary: 'Erase a person: everything goes, and later messages about the person are refused',
    answer: erasureSchema,
  })
  async erase(
    @Param() { id }: PersonPath,
    @Query() { reason: why }: ErasureQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<{ readonly erased: Erasure }> {
    // What waits in memory would be written after the erasure.
    await this.quality?.flush();
    return { erased: await this.store.erase(id, actorOf(request), why) };
  }

  @Put(':id/consents/:purpose')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Record that a person granted or withdrew a consent; a marketer says why',
    bodyExample: { granted: false, source: 'preference-centre' },
    answer: profileSchema,
    refusals: ['CONFLICT'],
  })
  async setConsent(
    @Param() { id: userId, purpose }: ConsentPath,
    @Body() { at, messageId: name, reason: why, ...word }: ConsentBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<Profile> {
    if (request.principal?.role === 'marketer' && why === undefined) throw withoutReason();
    const change = { userId, purpose, at: saidAt(at), ...named(name), ...because(why), ...word };
    return this.#changed(userId, await this.store.setConsent(change, actorOf(request)));
  }

  @Put(':id/suppression')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Suppress a person, or end it: a suppressed person is never targeted',
    bodyExample: { suppressed: true },
    answer: profileSchema,
    refusals: ['CONFLICT'],
  })
  async suppress(
    @Param() { id: userId }: SomebodyPath,
    @Body() { at, messageId: name, reason: why, suppressed }: SuppressionBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<Profile> {
    const change = { userId, suppressed, at: saidAt(at), ...named(name), ...because(why) };
    return this.#changed(userId, await this.store.suppress(change, actorOf(request)));
  }

  /** The profile after a change, which an erased person does not take. */
  async #changed(userId: string, changed: boolean): Promise<Profile> {
    const profile = changed ? await this.store.find(userId) : null;
    if (profile === null) throw new StrataError('CONFLICT', 'The person of this id was erased.');
    return profile;
  }
}

/** Services pass on what the person did; who writes down what he was told says how he knows. */
function withoutReason(): StrataError {
  return new StrataError('INVALID_REQUEST', 'A marketer says why a consent is recorded.', {
    problems: [
      {
        message: 'The reason is missing.',
        pointer: '/reason',
        expected: 'how the person said so, such as "told the support by telephone"',
      },
    ],
  });
}

/** A word from the future would outdate all that is said until then. */
function saidAt(at = Infinity): number {
  return Math.min(at, Date.now());
}

function because(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

function named(messageId: string | undefined): { readonly messageId?: string } {
  return messageId === undefined ? {} : { messageId };
}

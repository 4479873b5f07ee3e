import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { DATABASE, type Database } from '#strata/platform/database';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { listedContacts } from './contact-list.js';

const query = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('The place of the last one of the page before.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
class ContactsQuery extends createZodDto(query) {}

const contacts = z.strictObject({
  contacts: z.array(
    z.strictObject({
      place: z.int().describe('Ascends; a page goes on after it.'),
      user: z.string(),
      outcome: z.enum(['offer', 'holdout']),
      offer: z.string().nullable().describe('Null for a hold-out.'),
      arm: z.string().nullable(),
      decision: z.string().describe('Id of the decision, which says all else.'),
      due: z.iso.datetime().describe('The moment that counted.'),
      at: z.iso.datetime(),
    }),
  ),
  next: z.int().nullable().describe('`after` of the next page; null where the list ends for now.'),
});

/** The lists of rolling campaigns. */
@Controller('v1/campaign-documents')
@Tag('campaigns')
export class RollingController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get(':id/contacts')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Who is on the list of a rolling campaign, in the order of its turns',
    answer: contacts,
  })
  async contacts(
    @Param('id') campaign: string,
    @Query() { after, limit }: ContactsQuery,
  ): Promise<z.infer<typeof contacts>> {
    const found = await this.database.run((manager) => listedContacts(manager, { campaign, after, limit }));
    return {
      contacts: found.map(({ userId, due, at, ...contact }) => {
        return { ...contact, user: userId, due: new Date(due).toISOString(), at: new Date(at).toISOString() };
      }),
      next: found.length === limit ? (found.at(-1)?.place ?? null) : null,
    };
  }
}

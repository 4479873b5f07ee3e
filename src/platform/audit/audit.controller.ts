import { Controller, Get, Inject, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { Endpoint, PAGE, pageOf, Roles, Tag } from '../http/index.js';
import { DATABASE, type Database } from '../database/index.js';
import { type AuditEntry, findChanges } from './audit-log.js';

const LONGEST_SUBJECT = 300;

const text = z
  .string()
  .min(1)
  .max(LONGEST_SUBJECT)
  .regex(/^\P{C}+$/u);

class AuditQuery extends createZodDto(
  z.strictObject({
    subject: text.optional().describe('Only changes of this subject, such as `model:churn`.'),
    search: text
      .optional()
      .describe('Only changes whose person, kind or subject contains this text, in whatever case.'),
    ...PAGE,
  }),
) {}

const auditPage = z.strictObject({
  changes: z.array(
    z.strictObject({
      id: z.uuid(),
      at: z.iso.datetime(),
      who: z.string().describe("The key's name and id, `local` where no key is asked for, or a user of the system."),
      what: z.string().describe('The kind of thing and what happened to it, such as `model.promoted`.'),
      subject: z.string().describe('A person stands here as a salted hash, never as an id.'),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
  next: z.uuid().nullable().describe('The cursor of the next page; null where this is the last.'),
});

/** Who changed what, when, and what it was before and after. */
@Controller('v1/audit')
@Tag('audit', 100)
export class AuditController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @Roles('admin')
  @Endpoint({
    summary: 'Who changed what, when, with what it was before and after; the latest first',
    answer: auditPage,
  })
  async list(
    @Query() { subject, search, cursor, limit }: AuditQuery,
  ): Promise<{ readonly changes: readonly AuditEntry[]; readonly next: string | null }> {
    const asked = { subject: subject ?? null, search: search ?? null, before: cursor ?? null };
    const { entries, next } = await pageOf(limit, (most) =>
      this.database.run((manager) => findChanges(manager, { ...asked, limit: most })),
    );
    return { changes: entries, next };
  }
}

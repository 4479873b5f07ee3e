import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { StrataError } from '#sdk';
import { Roles, problemsOfIssues } from '../http/index.js';
import { type Database } from '../database/index.js';
import { type AuditEntry, CHANGES, findChanges } from './audit-log.js';

/** The database whose changes are listed. */
export const AUDIT_DATABASE = Symbol('AUDIT_DATABASE');

const MOST_PER_PAGE = 200;
const LONGEST_SUBJECT = 300;

const auditQuery = z.strictObject({
  subject: z
    .string()
    .min(1)
    .max(LONGEST_SUBJECT)
    .regex(/^\P{C}+$/u)
    .optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(50),
});

/** A page of changes. */
interface AuditPage {
  readonly changes: readonly AuditEntry[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** Who changed what, when, and what it was before and after. */
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(AUDIT_DATABASE) private readonly database: Database) {}

  @Get()
  @Roles('admin')
  async list(@Query() query: unknown): Promise<AuditPage> {
    const { subject = null, cursor = null, limit } = parseQuery(query);
    const found = await this.database.run((manager) =>
      findChanges(manager, { subject, before: cursor, limit: limit + 1 }),
    );
    const changes = found.slice(0, limit);
    return { changes, next: found.length > limit ? (changes.at(-1)?.id ?? null) : null };
  }
}

/** @throws StrataError INVALID_REQUEST with all problems */
function parseQuery(query: unknown): z.infer<typeof auditQuery> {
  const parsed = auditQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error.issues);
  throw new StrataError('INVALID_REQUEST', problems[0]?.message ?? 'The query is not valid.', { problems });
}

/** What the OpenAPI document says about {@link AuditController}. */
export const AUDIT_ENDPOINT = {
  method: 'get' as const,
  path: '/v1/audit',
  tag: 'audit',
  summary: 'Who changed what, when, with what it was before and after; the latest first',
  roles: ['admin'],
  query: {
    subject: { schema: auditQuery.shape.subject, description: 'Only changes of this subject, such as `model:churn`.' },
    cursor: { schema: auditQuery.shape.cursor, description: 'The `next` of the page before.' },
    limit: { schema: auditQuery.shape.limit, description: 'Entries a page.' },
  },
  answer: z.strictObject({
    changes: z.array(
      z.strictObject({
        id: z.uuid(),
        at: z.iso.datetime(),
        who: z.string().describe("The key's name and id, `local` where no key is asked for, or a user of the system."),
        what: z.enum(CHANGES),
        subject: z.string().describe('A person stands here as a salted hash, never as an id.'),
        before: z.unknown(),
        after: z.unknown(),
      }),
    ),
    next: z.uuid().nullable(),
  }),
  errors: ['INVALID_REQUEST', 'UNAVAILABLE'] as const,
};

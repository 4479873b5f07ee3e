import { z } from 'zod';

const TIME = z.iso.datetime();
const COUNT = z.int().min(0);

/** What is known about a person. */
export const profileSchema = z
  .strictObject({
    userId: z.string(),
    otherIds: z.array(z.string()).describe('The other ids of the person, such as anonymous ones.'),
    attributes: z.record(z.string(), z.unknown()),
    consents: z.array(z.strictObject({ purpose: z.string(), granted: z.boolean(), at: TIME, source: z.string() })),
    suppressed: z.boolean(),
    suppressedAt: TIME.nullable(),
    createdAt: TIME,
    updatedAt: TIME,
  })
  .meta({ id: 'Profile' });

/** People as a list shows them. */
export const peopleSchema = z.strictObject({
  users: z.array(
    profileSchema
      .pick({ userId: true, attributes: true, suppressed: true, updatedAt: true })
      .meta({ id: 'ListedPerson' }),
  ),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
});

/** What a person did last. */
export const recentEventsSchema = z.strictObject({
  events: z
    .array(z.strictObject({ name: z.string(), at: TIME, properties: z.record(z.string(), z.unknown()) }))
    .describe('The latest first.'),
});

/** Everything that is kept about a person, by store. */
export const exportSchema = z.record(z.string(), z.array(z.unknown()));

/** What an erasure took away. */
export const erasureSchema = z.strictObject({
  erased: z.record(z.string(), COUNT).describe('Rows that went, by store.'),
});

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

/** Everything that is kept about a person, by store. */
export const exportSchema = z.record(z.string(), z.array(z.unknown()));

/** What an erasure took away. */
export const erasureSchema = z.strictObject({
  erased: z.record(z.string(), COUNT).describe('Rows that went, by store.'),
});

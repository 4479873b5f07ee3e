import { z } from 'zod';
import { isNobody } from './nobody.js';

/** Text that every store and every log keeps as it is: no control characters, no broken surrogate pairs. */
export const plainText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine(isPlainText, { error: 'Control characters and broken surrogate pairs are not allowed' });

/** Whether a text is one of {@link plainText}. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

const isSomebody = (id: string): boolean => !isNobody(id);
const SOMEBODY = { error: 'This id names nobody', params: { expected: 'the id of somebody' } };

/** The id of a user in a request. */
export const userIdSchema = plainText(200).describe("The caller's id of the user.");

/** Somebody to decide about: an id that names nobody would let strangers share offers and limits. */
export const somebodySchema = userIdSchema.refine(isSomebody, SOMEBODY);

/** The id of a user, or an anonymous one; a number is read as its digits. */
export const personIdSchema = z.union([z.string(), z.number()]).transform(String).pipe(plainText(200));

/** The same where somebody must be meant: ids that name nobody would join strangers. */
export const somebodysIdSchema = personIdSchema.refine(isSomebody, SOMEBODY);

/** The id of a message. */
export const messageIdSchema = plainText(255);

/** The name of an event. */
export const eventNameSchema = plainText(200);

/** The purpose of a consent, or its source. */
export const purposeSchema = plainText(200);

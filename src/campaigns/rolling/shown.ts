import { type z } from 'zod';
import { type RollingRecord } from './rolling-records.js';
import { type ListedContact } from './tables/contact-list.js';
import { type ListedTurn } from './tables/turn-table.js';
import { type contactsSchema, type rollingSchema, type turnsSchema } from './rolling.schema.js';

/** A rolling campaign as the API answers it. */
export function shownRolling({
  lastTurn,
  nextTurn,
  stopped,
  moments,
  latest,
  ...record
}: RollingRecord): z.infer<typeof rollingSchema> {
  return {
    ...record,
    lastTurn: timeOf(lastTurn),
    stopped: stopped === null ? null : { ...stopped, since: new Date(stopped.since).toISOString() },
    nextTurn: timeOf(nextTurn),
    moments: { ...moments, next: timeOf(moments.next) },
    latest: latest === null ? null : shownTurn(latest),
  };
}

/** A turn as the API answers it. */
export function shownTurn({ at, late, ...turn }: ListedTurn): z.infer<typeof turnsSchema>['turns'][number] {
  return { ...turn, at: new Date(at).toISOString(), lateSeconds: late === null ? null : Math.round(late) / 1_000 };
}

/** A page of a list as the API answers it. @param limit of the page */
export function shownContacts(found: readonly ListedContact[], limit: number): z.infer<typeof contactsSchema> {
  return {
    contacts: found.map(({ userId, due, at, ...contact }) => {
      return { ...contact, user: userId, due: new Date(due).toISOString(), at: new Date(at).toISOString() };
    }),
    next: found.length === limit ? (found.at(-1)?.place ?? null) : null,
  };
}

function timeOf(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}

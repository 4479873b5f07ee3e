import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type Period } from './periods.js';
import { WORDS } from './words.js';

export type EventQuality = AnswerOf<'/v1/data-quality', 'get'>['events'][number];

/** Stands for all messages that name no known event. */
export const OTHERS = '…';

/** What came in during so many days; of one event, or of all. */
export function useQuality(days: Period, event?: string) {
  const query = { days, ...(event === undefined ? {} : { event }) };
  return useQuery({
    queryKey: ['data-quality', days, event ?? null],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/data-quality', { params: { query }, signal })),
  });
}

/** How a day of the counts, which is one of UTC, is written. */
export function useDay(): (day: string) => string {
  const { day: dayOf } = useFormats();
  return (day) => dayOf(noonOf(day));
}

/** The middle of a day of UTC, which is the same day in nearly all time zones; in milliseconds since 1970. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

/** Since when something is so: where it was so on the first day that was looked at, it may have begun before. */
export function useSince(from: string): (first: string) => string {
  const words = useWords(WORDS);
  const day = useDay();
  return (first) => (first === from ? words.before(day(first)) : day(first));
}

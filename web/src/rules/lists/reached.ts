import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { inTurn } from '../../parts/in-turn.js';
import { useMay } from '../../session/may.js';
import { useLanguage } from '../../words/language.js';

/** How many people a condition reaches, and what it says. */
export type Reached = AnswerOf<'/v1/segments/preview', 'post'>;

/** Counts of a release stay for so long: people move slowly. */
const FRESH_MS = 10 * 60_000;

/**
 * How many people a condition reaches, counted when it is wanted, a few at a time; whoever leaves the page stops what is being
 * counted.
 *
 * @param condition a tree or a segment's id; undefined where there is none
 */
export function useReached(condition: unknown, isWanted: boolean): UseQueryResult<Reached> {
  const { may } = useMay('marketer');
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['people-reached', language, condition],
    queryFn: ({ signal }) =>
      inTurn(signal, () =>
        answerOf(api.POST('/v1/segments/preview', { body: { condition: condition as string }, signal })),
      ),
    enabled: isWanted && may && condition !== undefined,
    staleTime: FRESH_MS,
    gcTime: FRESH_MS,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

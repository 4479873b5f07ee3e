import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answerOf, api, Refusal } from '../../api.js';

const DECISIONS_A_PAGE = 20;
const LATEST_EVENTS = 20;

const pathOf = (id: string) => ({ path: { id } });

/** The profile of a person; null where only events are known. */
export function useProfile(id: string) {
  return useQuery({
    queryKey: ['person', id, 'profile'],
    queryFn: async () => {
      try {
        return await answerOf(api.GET('/v1/users/{id}', { params: pathOf(id) }));
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null;
        throw error;
      }
    },
  });
}

export function usePersonFacts(id: string) {
  return useQuery({
    queryKey: ['person', id, 'facts'],
    queryFn: () => answerOf(api.GET('/v1/users/{id}/facts', { params: pathOf(id) })),
  });
}

/** The decisions about a person, page after page. */
export function useDecisions(id: string) {
  return useInfiniteQuery({
    queryKey: ['person', id, 'decisions'],
    queryFn: ({ pageParam }) => {
      const query = { limit: DECISIONS_A_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answerOf(api.GET('/v1/users/{id}/decisions', { params: { ...pathOf(id), query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export function useLatestEvents(id: string) {
  return useQuery({
    queryKey: ['person', id, 'events'],
    queryFn: () =>
      answerOf(api.GET('/v1/users/{id}/events', { params: { ...pathOf(id), query: { limit: LATEST_EVENTS } } })),
  });
}

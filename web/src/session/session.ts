import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../api.js';

const SESSION = ['session'] as const;

/** Who is signed in. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: () => answerOf(api.GET('/v1/session')), staleTime: Infinity });
}

/** Signs in with a key, which the server keeps in a cookie that no script reads. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => answerOf(api.POST('/v1/session', { body: { key } })),
    onSuccess: (session) => queries.setQueryData(SESSION, session),
  });
}

/** Signs out; nothing that was shown stays in the page. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/session')),
    onSuccess: (session) => {
      queries.clear();
      queries.setQueryData(SESSION, session);
    },
  });
}

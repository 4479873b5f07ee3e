import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';

/** The hash of the release that decides now. */
export function useCurrentRelease() {
  return useQuery({
    queryKey: ['releases', 'current'],
    queryFn: async () => {
      const { releases } = await answerOf(api.GET('/v1/releases', { params: { query: { limit: 1 } } }));
      return releases[0]?.hash ?? '';
    },
  });
}

import { Skeleton, Text } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';
import { type Reached } from './reached.js';
import { type UseQueryResult } from '@tanstack/react-query';

/** How many people are reached, as far as it is counted. */
export function PeopleReached({ query }: { readonly query: UseQueryResult<Reached> }) {
  const words = useWords(WORDS);
  const { count, share } = useFormats();
  if (query.isError) return <Text size="sm">{words.notCounted}</Text>;
  if (query.data === undefined) {
    return query.fetchStatus === 'idle' ? null : <Skeleton h={16} w={80} role="img" aria-label={words.counting} />;
  }
  const { result } = query.data;
  const { interval } = result;
  const people = count(result.count);
  const hardlyAny = interval !== null && result.count === 0;
  return (
    <>
      <Text size="sm" fw={600}>
        {interval === null ? people : hardlyAny ? words.atMost(count(interval.high)) : words.about(people)}
      </Text>
      <Text size="xs" c="dimmed">
        {words.ofAll(share(result.share))}
      </Text>
    </>
  );
}

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { useMay } from '../session/may.js';
import { useWords } from '../words/language.js';
import { Attention } from './attention.js';
import { Running } from './running.js';
import { WORDS } from './words.js';

/** It is looked again this often while the page is open. */
const EVERY_MS = 15_000;

/** What needs attention now, the most urgent first, and what runs. */
export function HomePage() {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { may } = useMay('marketer');
  const attention = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/attention', { signal })),
    refetchInterval: EVERY_MS,
    enabled: may,
  });
  if (!may) {
    return (
      <Page title={words.title}>
        <Text>{words.forMarketers}</Text>
      </Page>
    );
  }
  const found = attention.data?.entries.length;
  const sentence =
    found === undefined ? undefined : found === 0 ? words.nothing : found === 1 ? words.one : words.some(count(found));
  return (
    <Page title={words.title} sentence={sentence}>
      <Loaded query={attention}>{({ entries }) => <Attention entries={entries} />}</Loaded>
      <Running />
    </Page>
  );
}

import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { Page } from '../../parts/page.js';
import { useWords } from '../../words/language.js';
import { ReleaseChanges } from '../changes/release-changes.js';
import { personOf } from '../lists/listed.js';
import { RollBack } from './roll-back.js';
import { WORDS } from './words.js';

type Publication = AnswerOf<'/v1/releases', 'get'>['releases'][number];

/** Every publication, what it changed, and the way back to it. */
export function ReleasesPage() {
  const words = useWords(WORDS);
  const history = useReleases();
  return (
    <Page title={words.title} sentence={words.sentence}>
      <Loaded query={history} height={400}>
        {({ pages }) => {
          const all = pages.flatMap(({ releases }) => releases);
          const current = all.find((publication) => publication.current);
          return (
            <Stack component="ol" p={0} m={0} gap="sm" style={{ listStyle: 'none' }}>
              {all.map((publication, index) => (
                <Entry
                  key={publication.id}
                  publication={publication}
                  before={all[index + 1]?.hash ?? null}
                  current={current?.hash ?? ''}
                />
              ))}
            </Stack>
          );
        }}
      </Loaded>
      {history.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'start' }}
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Page>
  );
}

const PAGE = 20;

function useReleases() {
  return useInfiniteQuery({
    queryKey: ['releases'],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/v1/releases', {
          params: { query: { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) } },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
}

interface EntryProps {
  readonly publication: Publication;
  /** The release before it; null where none is known. */
  readonly before: string | null;
  readonly current: string;
}

function Entry({ publication, before, current }: EntryProps) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const [opened, { toggle }] = useDisclosure();
  const { hash, by, action, publishedAt, reason, current: isCurrent } = publication;
  return (
    <Card component="li" withBorder>
      <Group justify="space-between" align="start">
        <Stack gap={2}>
          <Text fw={600}>{words.did(personOf(by), words.actions[action] ?? action, moment(publishedAt))}</Text>
          <Text size="sm">{reason ?? words.noReason}</Text>
          <Text size="xs" c="dimmed">
            {hash.slice(0, 19)}
          </Text>
        </Stack>
        {isCurrent && (
          <Badge variant="dot" color="green">
            {words.current}
          </Badge>
        )}
      </Group>
      <Group mt="sm">
        <Button variant="default" onClick={toggle} aria-expanded={opened}>
          {words.whatChanged}
        </Button>
        {hash !== current && <RollBack hash={hash} publishedAt={publishedAt} current={current} />}
      </Group>
      {opened && (
        <Stack mt="sm">
          <ReleaseChanges from={before} to={hash} />
        </Stack>
      )}
    </Card>
  );
}

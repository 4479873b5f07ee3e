import { Alert, Anchor, Button, Card, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { DocumentChanges } from '../rules/changes/document-changes.js';
import { personOf } from '../rules/lists/listed.js';
import { pageOf } from '../rules/place-of.js';
import { useMay } from '../session/may.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

type Change = AnswerOf<'/v1/audit', 'get'>['changes'][number];

/** Who changed what, when, and what it was before and after: the audit log. */
export function ActivityPage() {
  const words = useWords(WORDS);
  const { may, why } = useMay('admin');
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 300);
  const changes = useChanges(wanted, may);
  if (!may) {
    return (
      <Page title={words.title} sentence={words.sentence}>
        <Alert>{why}</Alert>
      </Page>
    );
  }
  return (
    <Page title={words.title} sentence={words.sentence}>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={500}
      />
      <Loaded query={changes} height={400}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.changes);
          if (all.length === 0) return <Text>{wanted === '' ? words.nothing : words.none}</Text>;
          return (
            <Stack component="ol" p={0} m={0} gap="xs" style={{ listStyle: 'none' }}>
              {all.map((change) => (
                <Entry key={change.id} change={change} />
              ))}
            </Stack>
          );
        }}
      </Loaded>
      {changes.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'start' }}
          loading={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Page>
  );
}

function useChanges(search: string, may: boolean) {
  return useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(search === '' ? {} : { search }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answerOf(api.GET('/v1/audit', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: may,
  });
}

function Entry({ change }: { readonly change: Change }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const [opened, { toggle }] = useDisclosure();
  const { at, who, what, subject } = change;
  const [before, after] = [fieldsOf(change.before), fieldsOf(change.after)];
  const reason = after?.['reason'];
  return (
    <Card component="li" withBorder padding="sm">
      <Text>
        {words.did(whoWords(who, words), words.deeds[what] ?? what)}{' '}
        <Subject subject={subject} release={after?.['release']} />
      </Text>
      {typeof reason === 'string' && reason !== '' && <Text size="sm">{words.why(reason)}</Text>}
      <Text size="xs" c="dimmed">
        {moment(at)}
      </Text>
      {(before !== null || after !== null) && (
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={opened} ta="start">
          {words.details}
        </Anchor>
      )}
      {opened && <DocumentChanges before={before} after={after} />}
    </Card>
  );
}

interface SubjectProps {
  readonly subject: string;
  /** Of a publication: the hash of what was published. */
  readonly release: unknown;
}

function Subject({ subject, release }: SubjectProps) {
  const words = useWords(WORDS);
  const page = pageOf(subject);
  const text =
    typeof release === 'string' ? release.slice(0, 19) : subject.startsWith('person:') ? words.person : subject;
  if (page === null) return <Text span>{text}</Text>;
  return (
    <Anchor component={Link} to={page} underline="always">
      {text}
    </Anchor>
  );
}

function whoWords(who: string, { strata, local }: (typeof WORDS)['en']): string {
  if (who === 'strata') return strata;
  return who === 'local' ? local : personOf(who);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

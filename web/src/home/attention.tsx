import { Anchor, Badge, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type AnswerOf } from '#client';
import { type Formats, useFormats } from '../parts/formats.js';
import { pageOf } from '../rules/place-of.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** Something that needs attention. */
export type AttentionEntry = AnswerOf<'/v1/attention', 'get'>['entries'][number];

const COLOURS = { now: 'red', soon: 'orange', later: 'gray' } as const;
const EDGES = {
  now: 'var(--mantine-color-red-6)',
  soon: 'var(--mantine-color-orange-5)',
  later: 'var(--mantine-color-default-border)',
} as const;

/** What needs attention, each in a sentence with the way to where it is mended. */
export function Attention({ entries }: { readonly entries: readonly AttentionEntry[] }) {
  return (
    <Stack component="ul" p={0} m={0} gap="sm" style={{ listStyle: 'none' }}>
      {entries.map((entry, index) => (
        <Entry key={index} entry={entry} />
      ))}
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: AttentionEntry }) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const { urgency, since, subject, words: told } = entry;
  const page = pageOf(subject);
  return (
    <Card component="li" withBorder padding="sm" style={{ borderInlineStart: `4px solid ${EDGES[urgency]}` }}>
      <Group justify="space-between" align="start" wrap="nowrap">
        <Stack gap={2}>
          <Text fw={600}>{sentenceOf(entry, words, formats)}</Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {told}
          </Text>
          {since !== null && (
            <Text size="xs" c="dimmed">
              {words.since(formats.moment(since))}
            </Text>
          )}
          {page !== null && (
            <Anchor component={Link} to={page} size="sm">
              {words.mend}
            </Anchor>
          )}
        </Stack>
        <Badge variant="dot" color={COLOURS[urgency]} style={{ flexShrink: 0 }}>
          {words.urgency[urgency]}
        </Badge>
      </Group>
    </Card>
  );
}

function sentenceOf(
  { kind, subject, title, figures }: AttentionEntry,
  words: (typeof WORDS)['en'],
  { share, count }: Formats,
): string {
  const figure = (name: string) => figures[name] ?? 0;
  switch (kind) {
    case 'failedJob':
      return (words.failed[subject.split(':')[0] ?? ''] ?? words.failedJob)(title);
    case 'drift':
      return (figure('refused') === 1 ? words.driftRefused : words.driftWarned)(title);
    case 'budget':
      return figure('share') >= 1 ? words.budgetSpent(title) : words.budget(title, share(figure('share')));
    case 'stock':
      return figure('share') >= 1 ? words.stockSpent(title) : words.stock(title, share(figure('share')));
    case 'backlog':
      return words.backlog(count(figure('jobs')), count(figure('minutes')));
    case 'eventsChanged':
      return words.eventsChanged(title, share(figure('share')));
    case 'eventsMissing':
      return words.eventsMissing(title, count(figure('daily')));
    case 'eventsRejected':
      return title === '…' ? words.otherEvents : words.eventsRejected(title, share(figure('share')));
    case 'notLookedAt':
      return words.notLookedAt;
    case 'switchedOff':
    case 'guardrail':
    case 'releaseWarning':
      return words[kind](title);
  }
}

import { Badge, Stack, Table, Text, Title } from '@mantine/core';
import { type AnswerOf } from '#client';
import { type Formats, useFormats } from '../../parts/formats.js';
import { useWritten, type Written } from '../../why/needed.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

type Fact = AnswerOf<'/v1/users/{id}/facts', 'get'>['facts'][number];
type Words = (typeof WORDS)['en'];

interface PersonFactsProps {
  readonly facts: readonly Fact[];
  /** When the profile was last changed; null where there is none. */
  readonly profileOf: string | null;
}

/** Each fact with its value, where it comes from and how old it is; what is not known stands last. */
export function PersonFacts({ facts, profileOf }: PersonFactsProps) {
  const words = useWords(WORDS);
  const written = useWritten();
  const formats = useFormats();
  const sorted = facts.toSorted((a, b) => Number(a.value === null) - Number(b.value === null));
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.facts}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.fact}</Table.Th>
            <Table.Th>{words.value}</Table.Th>
            <Table.Th>{words.from}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((fact) => (
            <Table.Tr key={fact.name}>
              <Table.Td>
                {fact.words}{' '}
                {fact.sensitive && (
                  <Badge color="gray" variant="dot" tt="none">
                    {words.sensitive}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>
                {fact.value === null ? (
                  <Text c="dimmed" size="sm" span>
                    {words.unknown}
                  </Text>
                ) : (
                  written.value(fact.name, fact.value)
                )}
              </Table.Td>
              <Table.Td>
                <Text size="sm" title={fact.definition}>
                  {originWords(fact, { words, written, formats, profileOf })}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

interface Tongue {
  readonly words: Words;
  readonly written: Written;
  readonly formats: Formats;
  readonly profileOf: string | null;
}

function originWords({ origin }: Fact, tongue: Tongue): string {
  const { written, formats, profileOf } = tongue;
  const words = tongue.words.origin;
  switch (origin.kind) {
    case 'profile':
      return words.profile(origin.attribute, profileOf === null ? null : formats.day(profileOf));
    case 'events':
      return origin.last === null
        ? words.noEvents(origin.event)
        : words.events(formats.count(origin.seen), origin.event, agedDay(origin.last, tongue));
    case 'ratio':
      return words.ratio(written.fact(origin.of[0]), written.fact(origin.of[1]));
    case 'computed':
      if (origin.at === null) return words.notComputed(origin.analysis);
      return (origin.isStale ? words.stale : words.computed)(origin.analysis, agedDay(origin.at, tongue));
    case 'firstOf':
      return origin.because === null ? words.noneHolds : words.because(origin.because);
  }
}

const DAY = 86_400_000;

/** “3 May 2026 (212 days ago)”. */
function agedDay(at: string, { words, formats }: Tongue): string {
  const days = Math.floor((Date.now() - Date.parse(at)) / DAY);
  return `${formats.day(at)} (${days < 1 ? words.today : words.ago(formats.count(days))})`;
}

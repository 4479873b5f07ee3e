import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { GroupForm, PeopleMap } from '../../charts/people-map.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { useWords } from '../../words/language.js';
import { MakeSegment } from '../use/make-segment.js';
import { type Persona, type PersonasReport } from '../reports.js';
import { WORDS } from '../words/index.js';

/** Who is alike, where they stand, and what tells each persona. */
export function Personas({ report }: { readonly report: PersonasReport }) {
  const total = report.personas.reduce((sum, { value }) => sum + (value?.sum ?? 0), 0);
  if (report.personas.length === 0) return null;
  return (
    <>
      <Map report={report} />
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {report.personas.map((persona, place) => (
          <OnePersona key={persona.id} persona={persona} place={place} people={report.people} total={total} />
        ))}
      </SimpleGrid>
    </>
  );
}

function Map({ report: { map, personas, features } }: { readonly report: PersonasReport }) {
  const { personas: words } = useWords(WORDS);
  const { count, decimal, share } = useFormats();
  const wordsOf = (fact: string) => features.find((feature) => feature.fact === fact)?.words ?? fact;
  const axis = (place: number) => {
    const { facts = [], share: part = 0 } = map.axes[place] ?? {};
    const named = facts.map(({ fact, weight }) => (weight > 0 ? words.larger : words.smaller)(wordsOf(fact)));
    return { facts: named.join(', '), share: share(part) };
  };
  const [right, up] = [axis(0), axis(1)];
  const sentence = `${words.mapSentence} ${words.right(right.facts, right.share)} ${words.up(up.facts, up.share)}`;
  return (
    <Section title={words.map}>
      <PeopleMap
        sentence={sentence}
        height={420}
        points={map.points}
        middles={map.middles.map(([x, y], place) => ({ x, y, label: numberOf(personas[place]) }))}
        axes={[words.x, words.y]}
        table={{
          head: [words.persona, words.x, words.y, ''],
          rows: map.middles.map(([x, y], place) => [
            personas[place]?.name ?? '',
            decimal(x),
            decimal(y),
            count(map.points.filter(([, , group]) => group === place).length),
          ]),
        }}
      />
    </Section>
  );
}

function numberOf(persona: Persona | undefined): string {
  return persona?.id.slice('persona-'.length) ?? '';
}

interface OnePersonaProps {
  readonly persona: Persona;
  readonly place: number;
  /** All that were grouped. */
  readonly people: number;
  /** Value of everybody. */
  readonly total: number;
}

function OnePersona({ persona, place, people, total }: OnePersonaProps) {
  const { personas: words } = useWords(WORDS);
  const { count, decimal, share } = useFormats();
  const { name, words: like, people: size, value, rule } = persona;
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="xs">
        <Group gap="xs">
          <svg width={20} height={20} viewBox="-5 -5 10 10" aria-hidden="true">
            <GroupForm group={place} />
          </svg>
          <Title order={3} size="h4">
            {name}
          </Title>
        </Group>
        <Text fw={500}>{like}</Text>
        <Text size="sm">{words.size(count(size), share(people === 0 ? 0 : size / people))}</Text>
        {value !== null && (
          <Text size="sm">{words.worth(decimal(value.mean), share(total === 0 ? 0 : value.sum / total))}</Text>
        )}
        {rule === null ? (
          <Text size="sm" c="dimmed">
            {words.noRule}
          </Text>
        ) : (
          <>
            <Text size="sm">{words.rule(rule.words)}</Text>
            <Text size="sm" c="dimmed">
              {words.exact(share(rule.precision), share(rule.recall))}
            </Text>
            <MakeSegment id={persona.id} title={like} condition={rule.condition} />
          </>
        )}
      </Stack>
    </Card>
  );
}

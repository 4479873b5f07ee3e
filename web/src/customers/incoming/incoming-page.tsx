import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { answerOf, api } from '../../api.js';
import { Attention } from '../../home/attention.js';
import { useFormats } from '../../parts/formats.js';
import { LinkTo } from '../../parts/links/link-to.js';
import { Loaded } from '../../parts/loaded.js';
import { Page } from '../../parts/page.js';
import { Section } from '../../parts/section.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { WORDS as CUSTOMER_WORDS } from '../words/index.js';
import { PeriodChooser } from './period-chooser.js';
import { type Period } from './periods.js';
import { type EventQuality, OTHERS, useDay, useQuality } from './queries.js';
import { Rejections } from './rejections.js';
import { WORDS } from './words.js';

/** Which events come in, how many, what is odd about them now, and what was rejected. */
export function IncomingPage() {
  const words = useWords(WORDS);
  const { title: customers } = useWords(CUSTOMER_WORDS);
  const { count } = useFormats();
  const { days = 7 } = useSearch({ from: '/customers/data/events' });
  const { may } = useMay('marketer');
  const quality = useQuality(days);
  const came = (quality.data?.events ?? []).filter(({ counts }) => counts.received > 0);
  const total = came.reduce((sum, { counts }) => sum + counts.received, 0);
  return (
    <Page
      title={words.title}
      sentence={!may ? words.forMarketers : total > 0 && words.sentence(count(came.length), count(total), String(days))}
    >
      <LinkTo to="/customers" size="sm">
        ← {customers}
      </LinkTo>
      {may && (
        <Loaded query={quality} height={400}>
          {({ events, from }) => {
            if (events.length === 0 && days === 7) return <Text>{words.none}</Text>;
            return (
              <>
                <Odd />
                <Section title={words.kinds}>
                  <PeriodChooser days={days} />
                  {total === 0 && <Text>{words.noneLately}</Text>}
                  {events.length > 0 && <EventsTable events={events} days={days} />}
                </Section>
                <Rejections events={events} from={from} namesEvents />
              </>
            );
          }}
        </Loaded>
      )}
    </Page>
  );
}

function Odd() {
  const words = useWords(WORDS);
  const attention = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/attention', { signal })),
  });
  return (
    <Section title={words.odd} sentence={words.oddSentence}>
      <Loaded query={attention} height={80}>
        {({ entries }) => {
          const odd = entries.filter(({ subject }) => subject.startsWith('event:'));
          return odd.length === 0 ? <Text>{words.nothingOdd}</Text> : <Attention entries={odd} />;
        }}
      </Loaded>
    </Section>
  );
}

function EventsTable({ events, days }: { readonly events: readonly EventQuality[]; readonly days: Period }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const day = useDay();
  const figures = [words.received, words.daily, words.otherwise, words.rejected, words.duplicates, words.nobody];
  return (
    <WideTable label={words.kinds} minWidth={820}>
      <Table aria-label={words.kinds}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.event}</Table.Th>
            {figures.map((name) => (
              <Table.Th key={name} ta="end">
                {name}
              </Table.Th>
            ))}
            <Table.Th>{words.last}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events
            .toSorted((a, b) => b.counts.received - a.counts.received)
            .map(({ name, counts, days: counted }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                  <LinkTo to="/customers/data/events/$name" params={{ name }} search={{ days }}>
                    {name === OTHERS ? words.others : name}
                  </LinkTo>
                </Table.Th>
                {[
                  counts.received,
                  counts.received / days,
                  counts.unknownProperty + counts.wrongType + counts.missingRequired,
                  counts.rejected,
                  counts.duplicates,
                  counts.nobody ?? 0,
                ].map((figure, place) => (
                  <Table.Td key={place} ta="end">
                    {count(figure)}
                  </Table.Td>
                ))}
                <Table.Td>{lastOf(counted, { day, never: words.notLately })}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function lastOf(
  days: EventQuality['days'],
  { day, never }: { readonly day: (day: string) => string; readonly never: string },
): string {
  const last = days.findLast(({ received }) => received > 0);
  return last === undefined ? never : day(last.day);
}

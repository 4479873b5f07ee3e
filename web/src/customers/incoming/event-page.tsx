import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { LineChart } from '../../charts/line-chart.js';
import { FiguresTable } from '../../parts/tables/figures-table.js';
import { useFormats } from '../../parts/formats.js';
import { LinkTo } from '../../parts/links/link-to.js';
import { Loaded } from '../../parts/loaded.js';
import { Page } from '../../parts/page.js';
import { Section } from '../../parts/section.js';
import { type Tile, Tiles } from '../../parts/tiles.js';
import { useMay } from '../../session/may.js';
import { useLanguage, useWords } from '../../words/language.js';
import { PeriodChooser } from './period-chooser.js';
import { type EventQuality, noonOf, OTHERS, useDay, useQuality, useSince } from './queries.js';
import { Rejections } from './rejections.js';
import { WORDS } from './words.js';

type Fact = AnswerOf<'/v1/facts', 'get'>['facts'][string];

/** One kind of event: how many come in, what is not as it was and since when, and which facts read it. */
export function EventPage() {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { name } = useParams({ from: '/customers/data/events/$name' });
  const { days = 7 } = useSearch({ from: '/customers/data/events/$name' });
  const { may } = useMay('marketer');
  const quality = useQuality(days, name);
  const came = quality.data?.events[0]?.counts.received;
  return (
    <Page
      title={name === OTHERS ? words.others : words.ofEvent(name)}
      sentence={!may ? words.forMarketers : came !== undefined && words.found(count(came), String(days))}
    >
      <LinkTo to="/customers/data/events" search={{ days }} size="sm">
        ← {words.all}
      </LinkTo>
      {may && (
        <>
          <PeriodChooser days={days} />
          <Loaded query={quality} height={400}>
            {({ events: [event], ...period }) =>
              event === undefined ? <Text>{words.unknown}</Text> : <Event event={event} {...period} />
            }
          </Loaded>
          <FactsThatRead event={name} />
        </>
      )}
    </Page>
  );
}

interface EventProps {
  readonly event: EventQuality;
  /** The first and the last day that are counted. */
  readonly from: string;
  readonly to: string;
}

function Event({ event, from, to }: EventProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { counts, schema } = event;
  const tiles: readonly Tile[] = [
    { name: words.received, value: count(counts.received) },
    { name: words.rejected, value: count(counts.rejected) },
    { name: words.duplicates, value: count(counts.duplicates) },
    { name: words.future, value: count(counts.futureTime) },
  ];
  return (
    <>
      <Tiles tiles={tiles} />
      {schema?.learning === true && <Text>{words.learning(count(schema.learnedFrom))}</Text>}
      <ByDay days={event.days} from={from} to={to} />
      {schema !== null && <Changed event={event} from={from} />}
      <Rejections events={[event]} from={from} />
      {schema !== null && <Looks properties={schema.properties} />}
    </>
  );
}

const DAY_MS = 86_400_000;

function ByDay({ days, from, to }: { readonly days: EventQuality['days'] } & Omit<EventProps, 'event'>) {
  const words = useWords(WORDS);
  const { count, day: dayOf } = useFormats();
  const [first, last] = [noonOf(from), noonOf(to)];
  const counted = new Map(days.map((day) => [noonOf(day.day), day]));
  const rows = Array.from({ length: Math.round((last - first) / DAY_MS) + 1 }, (_, place) => {
    const x = first + place * DAY_MS;
    return { x, received: counted.get(x)?.received ?? 0, rejected: counted.get(x)?.rejected ?? 0 };
  });
  const most = Math.max(1, ...rows.flatMap(({ received, rejected }) => [received, rejected]));
  return (
    <Section title={words.byDay}>
      <LineChart
        sentence={words.byDaySentence}
        x={{ label: words.day, from: first, to: last, format: dayOf }}
        y={{ label: words.event, from: 0, to: most, format: count }}
        lines={[
          {
            ...{ name: words.received, look: 'main', hasDots: rows.length <= 31 },
            points: rows.map(({ x, received }) => ({ x, y: received })),
          },
          { name: words.rejected, look: 'second', points: rows.map(({ x, rejected }) => ({ x, y: rejected })) },
        ]}
        table={{
          head: [words.day, words.received, words.rejected],
          rows: rows.map(({ x, received, rejected }) => [dayOf(x), count(received), count(rejected)]),
        }}
      />
    </Section>
  );
}

function Changed({ event: { name, counts, issues }, from }: Omit<EventProps, 'to'>) {
  const words = useWords(WORDS);
  const { count, share } = useFormats();
  const [day, since] = [useDay(), useSince(from)];
  const changed = issues.filter(({ issue }) => issue !== 'rejected');
  if (changed.length === 0) {
    return (
      <Section title={words.changed}>
        <Text>{words.unchanged}</Text>
      </Section>
    );
  }
  return (
    <Section title={words.changed} sentence={words.changedSentence(name)}>
      <FiguresTable
        label={words.changed}
        head={[words.what, words.count, words.share, words.first, words.last]}
        minWidth={520}
        rows={changed.map(({ property, issue, count: many, first, last }) => [
          words.issues[issue]?.(property) ?? property,
          count(many),
          share(Math.min(1, many / Math.max(1, counts.received))),
          since(first),
          day(last),
        ])}
      />
    </Section>
  );
}

function Looks({ properties }: Pick<NonNullable<EventQuality['schema']>, 'properties'>) {
  const words = useWords(WORDS);
  return (
    <Section title={words.looks}>
      <FiguresTable
        label={words.looks}
        head={[words.property, words.types, words.always]}
        rows={properties.map(({ name, types, required }) => [
          name,
          types.map((type) => words.typeNames[type] ?? type).join(', '),
          required ? words.yes : words.no,
        ])}
      />
    </Section>
  );
}

/** The facts that are computed from the event. */
function FactsThatRead({ event }: { readonly event: string }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const facts = useQuery({ queryKey: ['facts'], queryFn: () => answerOf(api.GET('/v1/facts')) });
  const reads = ({ from }: Fact) => 'events' in from && from.events.name === event;
  return (
    <Loaded query={facts}>
      {({ facts: all }) => {
        const reading = Object.entries(all).filter(([, fact]) => reads(fact));
        return (
          <Section title={words.facts} sentence={reading.length === 0 ? words.noFacts : words.factsSentence}>
            <List>
              {reading.map(([id, fact]) => (
                <List.Item key={id}>
                  <LinkTo to="/rules/$collection/$id" params={{ collection: 'facts', id }}>
                    {fact.translations?.[language]?.words ?? fact.words}
                  </LinkTo>
                </List.Item>
              ))}
            </List>
          </Section>
        );
      }}
    </Loaded>
  );
}

import { Alert, Stack, Table, Text } from '@mantine/core';
import { type AnswerOf } from '#client';
import { IntervalChart } from '../charts/interval-chart.js';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { WideTable } from '../parts/tables/wide-table.js';
import { useWords } from '../words/language.js';
import { amountOf, differenceWords, intervalWords } from './readout/figure-words.js';
import { HealthChecks } from './readout/health-checks.js';
import { useExperiments, useHoldoutOfAll } from './queries.js';
import { WORDS } from './words.js';

type HoldoutReadout = AnswerOf<'/v1/experiments/readout', 'get'>;
const COLOURS = { earns: 'green', loses: 'red', open: 'blue', unhealthy: 'red', unknown: 'gray' } as const;

/** What all strategies and campaigns bring together, by the people who get nothing from any. */
export function HoldoutPage() {
  const words = useWords(WORDS);
  const experiments = useExperiments();
  return (
    <Page title={words.all.title} sentence={words.all.about}>
      <PageLink to="/experiments" size="sm">
        {words.title}
      </PageLink>
      <Loaded query={experiments}>
        {({ holdoutOfAll }) => (holdoutOfAll === null ? <Text>{words.all.none}</Text> : <Together />)}
      </Loaded>
    </Page>
  );
}

function Together() {
  const holdout = useHoldoutOfAll();
  return (
    <Loaded query={holdout} height={300}>
      {(readout) => <Read readout={readout} />}
    </Loaded>
  );
}

function Read({ readout }: { readonly readout: HoldoutReadout }) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const { verdict, health, checks, figures, roi, creditedWords, heldOut, others, days, notes } = readout;
  const unitOf = (unit: HoldoutReadout['figures'][number]['unit']) =>
    amountOf(unit === 'money' ? 'money' : 'ratio', formats);
  return (
    <Stack gap="xl">
      <Alert color={COLOURS[verdict.kind]} title={words.verdicts[verdict.kind]}>
        <Text fw={600}>{verdict.words}</Text>
        {creditedWords !== null && <Text>{creditedWords}</Text>}
        {roi !== null && <Text>{words.all.roi(intervalWords(roi, formats.share))}</Text>}
        <Text size="sm">
          {words.all.heldOut(
            formats.count(heldOut.people),
            formats.count(heldOut.people + others.people),
            formats.count(days),
          )}
        </Text>
      </Alert>
      <HealthChecks health={health} checks={checks} />
      {figures.map(({ figure, unit, difference, inAll }) => (
        <IntervalChart
          key={figure}
          as="point"
          title={words.all.perThousand(words.all.figures[figure])}
          rows={[
            {
              name: words.all.figures[figure],
              value: difference.value,
              low: difference.lower,
              high: difference.upper,
              words: differenceWords(difference, unitOf(unit)),
              note: words.all.inAll(
                words.all.figures[figure],
                intervalWords(inAll, unit === 'money' ? formats.amount : formats.count),
              ),
            },
          ]}
        />
      ))}
      <Sides heldOut={heldOut} others={others} />
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function Sides({ heldOut, others }: Pick<HoldoutReadout, 'heldOut' | 'others'>) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { all, readout } = words;
  return (
    <WideTable label={all.sides} minWidth={360}>
      <Table aria-label={all.sides}>
        <Table.Thead>
          <Table.Tr>
            {[all.side, readout.columns.people, all.reached, readout.columns.conversions].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[
            { name: all.held, ...heldOut },
            { name: all.others, ...others },
          ].map(({ name, people, reached, conversions }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>{count(people)}</Table.Td>
              <Table.Td>{count(reached)}</Table.Td>
              <Table.Td>{count(conversions)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

import { Stack, Table, Text, Title } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { amountOf, differenceWords, intervalWords, pWords } from './figure-words.js';
import { type Readout } from '../queries.js';
import { WORDS } from '../words.js';

interface OfReadout {
  readonly read: Readout;
}

interface TableOf extends OfReadout {
  /** Who is compared with whom. */
  readonly of: string;
}

/** Every arm beside control, by the figure that decides. */
export function Differences({ read }: OfReadout) {
  const words = useWords(WORDS).readout;
  const formats = useFormats();
  const { comparisons, primary, control } = read;
  const rows = comparisons.flatMap(({ arm, metrics, incrementalConversions, roi }) =>
    metrics
      .filter(({ metric }) => metric === primary)
      .map(({ difference, unit }) => ({
        name: arm,
        value: difference.value,
        low: difference.lower,
        high: difference.upper,
        words: differenceWords(difference, amountOf(unit, formats)),
        note: [
          ...(incrementalConversions === null
            ? []
            : [words.incremental(arm, intervalWords(incrementalConversions, formats.count))]),
          ...(roi === null ? [] : [words.roi(arm, intervalWords(roi, formats.share))]),
        ].join(' '),
      })),
  );
  if (rows.length === 0) return null;
  return <IntervalChart as="point" title={words.deciding(words.metrics[primary], control)} rows={rows} />;
}

/** How many people each arm has, and how many of them converted. */
export function ArmsTable({ read, of }: TableOf) {
  const words = useWords(WORDS).readout;
  const { count, share } = useFormats();
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {words.armsTable}
      </Title>
      <WideTable label={`${words.armsTable}. ${of}`} minWidth={320}>
        <Table aria-label={`${words.armsTable}. ${of}`}>
          <Table.Thead>
            <Table.Tr>
              {Object.values(words.columns).map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {read.arms.map(({ arm, people, conversions }) => (
              <Table.Tr key={arm}>
                <Table.Td>{arm}</Table.Td>
                <Table.Td>{count(people)}</Table.Td>
                <Table.Td>{count(conversions)}</Table.Td>
                <Table.Td>{people === 0 ? '–' : share(conversions / people)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Stack>
  );
}

/** All figures of all arms. */
export function FiguresTable({ read, of }: TableOf) {
  const words = useWords(WORDS).readout;
  const formats = useFormats();
  if (read.comparisons.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {words.figuresTable}
      </Title>
      <WideTable label={`${words.figuresTable}. ${of}`} minWidth={640}>
        <Table aria-label={`${words.figuresTable}. ${of}`}>
          <Table.Thead>
            <Table.Tr>
              {Object.values(words.figureColumns).map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {read.comparisons.flatMap(({ arm, metrics }) =>
              metrics.map(({ metric, unit, control, treatment, difference, relative, adjustedPValue }) => {
                const amount = amountOf(unit, formats);
                return (
                  <Table.Tr key={`${arm} ${metric}`}>
                    <Table.Td>
                      {words.figureOf(arm, words.metrics[metric])}
                      {metric === read.primary && (
                        <Text span size="xs" c="dimmed">
                          {words.decides}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>{amount(control)}</Table.Td>
                    <Table.Td>{amount(treatment)}</Table.Td>
                    <Table.Td>{differenceWords(difference, amount)}</Table.Td>
                    <Table.Td>{relative === null ? '–' : formats.share(relative.value)}</Table.Td>
                    <Table.Td>{pWords(adjustedPValue)}</Table.Td>
                  </Table.Tr>
                );
              }),
            )}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Stack>
  );
}

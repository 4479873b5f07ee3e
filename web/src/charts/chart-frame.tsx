import { Box, Group, Stack, Table, Text } from '@mantine/core';
import { useParentSize } from '@visx/responsive';
import { type ReactNode } from 'react';
import { useWords } from '../words/language.js';
import { LOOKS, type Look } from './looks.js';
import { WORDS } from './words.js';

/** The figures of a chart, for who reads rather than looks. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a chart is called, what it says, and its figures. */
export interface ChartContent {
  /** The finding in a sentence; screen readers read it in place of the picture. */
  readonly sentence: string;
  readonly title?: string;
  readonly table: ChartTable;
  /** In pixels. */
  readonly height?: number;
}

interface ChartFrameProps extends ChartContent {
  /** Names of what is drawn; shown where there are several. */
  readonly legend?: readonly { readonly name: string; readonly look: Look; readonly isDashed?: boolean }[];
  /** The picture. */
  readonly children: (width: number, height: number) => ReactNode;
  /** What lies above the picture and can be taken hold of. */
  readonly above?: (width: number, height: number) => ReactNode;
}

const HEIGHT = 260;

/** A picture with its title, its sentence, what its colours mean, and its figures as a table. */
export function ChartFrame({ title, sentence, table, height = HEIGHT, legend = [], children, above }: ChartFrameProps) {
  const { parentRef, width } = useParentSize({ debounceTime: 50 });
  return (
    <Stack component="figure" gap={4} m={0} miw={0}>
      {title !== undefined && <Text fw={600}>{title}</Text>}
      <Text size="sm">{sentence}</Text>
      {legend.length > 1 && <Legend entries={legend} />}
      <Box ref={parentRef} pos="relative" h={height} w="100%">
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={sentence} display="block" overflow="visible">
            {children(width, height)}
          </svg>
        )}
        {width > 0 && above?.(width, height)}
      </Box>
      <Figures table={table} sentence={title ?? sentence} />
    </Stack>
  );
}

function Legend({ entries }: { readonly entries: NonNullable<ChartFrameProps['legend']> }) {
  return (
    <Group gap="md" aria-hidden="true">
      {entries.map(({ name, look, isDashed = false }) => (
        <Group key={name} gap={6} wrap="nowrap">
          <svg width={18} height={10}>
            <line x1={0} x2={18} y1={5} y2={5} stroke={LOOKS[look]} strokeWidth={4} {...dashes(isDashed)} />
          </svg>
          <Text size="xs">{name}</Text>
        </Group>
      ))}
    </Group>
  );
}

/** A line that something is held against is broken, so that nobody needs its colour. */
export function dashes(isDashed: boolean): { readonly strokeDasharray?: string } {
  return isDashed ? { strokeDasharray: '5 4' } : {};
}

function Figures({ table, sentence }: { readonly table: ChartTable; readonly sentence: string }) {
  const words = useWords(WORDS);
  return (
    <details>
      <Text component="summary" size="xs" c="dimmed" style={{ cursor: 'pointer' }}>
        {words.figures}
      </Text>
      <Table.ScrollContainer minWidth={280} maxHeight={320} tabIndex={0}>
        <Table aria-label={sentence} fz="xs" verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              {table.head.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, index) => (
              <Table.Tr key={index}>
                {row.map((cell, place) => (
                  <Table.Td key={place}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}

import { Box, Group, Stack, Text } from '@mantine/core';
import { lookAt, LOOKS } from './looks.js';

/** One bar, cut into parts. */
export interface StackedRow {
  readonly name: string;
  /** In the same order in every row; none is below 0. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

interface StackedBarsProps {
  readonly title?: string;
  /** The finding in a sentence. */
  readonly sentence?: string;
  readonly rows: readonly StackedRow[];
  readonly format: (value: number) => string;
}

/** Bars below each other on one scale, each cut into the same parts. */
export function StackedBars({ title, sentence, rows, format }: StackedBarsProps) {
  const sumOf = ({ parts }: StackedRow) => parts.reduce((sum, { value }) => sum + value, 0);
  const most = Math.max(...rows.map(sumOf), Number.MIN_VALUE);
  return (
    <Stack component="figure" gap="xs" m={0} miw={0}>
      {title !== undefined && <Text fw={600}>{title}</Text>}
      {sentence !== undefined && <Text size="sm">{sentence}</Text>}
      <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.map((row) => (
          <Box component="li" key={row.name}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">{row.name}</Text>
              <Text size="sm" fw={500}>
                {format(sumOf(row))}
              </Text>
            </Group>
            <DrawnParts row={row} most={most} />
            <Group gap="md">
              {row.parts.map(({ name, value }, place) => (
                <Group key={name} gap={4} wrap="nowrap">
                  <svg width={10} height={10} aria-hidden="true">
                    <rect width={10} height={10} rx={2} fill={LOOKS[lookAt(place)]} />
                  </svg>
                  <Text size="xs">{`${name} ${format(value)}`}</Text>
                </Group>
              ))}
            </Group>
          </Box>
        ))}
      </Stack>
    </Stack>
  );
}

/** The words below it say the same: nobody reads it aloud. */
function DrawnParts({ row, most }: { readonly row: StackedRow; readonly most: number }) {
  const ends = row.parts.map((_, place) => row.parts.slice(0, place + 1).reduce((sum, { value }) => sum + value, 0));
  const percent = (value: number) => `${String((100 * value) / most)}%`;
  return (
    <svg width="100%" height={16} display="block" aria-hidden="true">
      {row.parts.map(({ name, value }, place) => (
        <rect
          key={name}
          x={percent((ends[place] ?? 0) - value)}
          width={percent(value)}
          height={14}
          fill={LOOKS[lookAt(place)]}
          stroke="var(--mantine-color-body)"
        />
      ))}
    </svg>
  );
}

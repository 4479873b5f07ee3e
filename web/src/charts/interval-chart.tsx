import { Box, Group, Stack, Text } from '@mantine/core';
import { scaleLinear } from '@visx/scale';
import { dashes } from './chart-frame.js';
import { INK, LOOKS, type Look } from './looks.js';

/** A figure with its interval, beside others. */
export interface IntervalRow {
  readonly name: string;
  /** Below the name, where more is to be said. */
  readonly note?: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly look?: Look;
  /** The figure in words: "4,494 [665, 8,350]". */
  readonly words: string;
}

interface IntervalChartProps {
  readonly title?: string;
  /** The finding in a sentence. */
  readonly sentence?: string;
  readonly rows: readonly IntervalRow[];
  /** `bar`: from 0 to the figure; `point`: where the figure lies. */
  readonly as?: 'bar' | 'point';
}

/** Figures below each other on one scale, with their intervals beside 0: an interval that holds 0 is a draw. */
export function IntervalChart({ title, sentence, rows, as = 'bar' }: IntervalChartProps) {
  const bounds = rows.flatMap(({ value, low = value, high = value }) => [low, high]).concat(0);
  const scale = scaleLinear<number>({ domain: [Math.min(...bounds), Math.max(...bounds)], range: [1, 99] });
  return (
    <Stack component="figure" gap="xs" m={0} miw={0}>
      {title !== undefined && <Text fw={600}>{title}</Text>}
      {sentence !== undefined && <Text size="sm">{sentence}</Text>}
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.map((row, place) => (
          <Box component="li" key={place}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">{row.name}</Text>
              <Text size="sm" fw={500}>
                {row.words}
              </Text>
            </Group>
            <DrawnRow row={row} as={as} x={(value) => `${String(scale(value))}%`} />
            {row.note !== undefined && (
              <Text size="xs" c="dimmed">
                {row.note}
              </Text>
            )}
          </Box>
        ))}
      </Stack>
    </Stack>
  );
}

interface DrawnRowProps {
  readonly row: IntervalRow;
  readonly as: 'bar' | 'point';
  readonly x: (value: number) => string;
}

const HEIGHT = 18;
const MIDDLE = HEIGHT / 2;

/** The words beside it say the same: nobody reads it aloud. */
function DrawnRow({ row, as, x }: DrawnRowProps) {
  const { value, low, high, look = 'main' } = row;
  const colour = LOOKS[look];
  const end = { y1: 3, y2: HEIGHT - 3 };
  return (
    <svg width="100%" height={HEIGHT} display="block" aria-hidden="true">
      <line x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} stroke={INK} {...dashes(true)} />
      {as === 'bar' ? (
        <line x1={x(0)} x2={x(value)} y1={MIDDLE} y2={MIDDLE} stroke={colour} strokeWidth={12} />
      ) : (
        <circle cx={x(value)} cy={MIDDLE} r={5} fill={colour} />
      )}
      {low !== undefined && high !== undefined && (
        <g stroke={as === 'bar' ? INK : colour} strokeWidth={2}>
          <line x1={x(low)} x2={x(high)} y1={MIDDLE} y2={MIDDLE} />
          <line x1={x(low)} x2={x(low)} {...end} />
          <line x1={x(high)} x2={x(high)} {...end} />
        </g>
      )}
    </svg>
  );
}

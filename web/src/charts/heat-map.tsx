import { Table } from '@mantine/core';
import { WideTable } from '../parts/tables/wide-table.js';
import { LOOKS } from './looks.js';

interface HeatMapProps {
  readonly label: string;
  /** Over the rows, and over the columns. */
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then by column. */
  readonly counts: readonly (readonly number[])[];
  readonly format: (count: number) => string;
  readonly share: (share: number) => string;
}

/** Of the colour: words stay readable on it, on light and on dark. */
const MOST_SHADE = 32;

/** Counts by row and column: a cell is the darker, the larger its share of the row. It reads without colours, too. */
export function HeatMap({ label, corner, rows, columns, counts, format, share }: HeatMapProps) {
  return (
    <WideTable label={label} minWidth={90 * (columns.length + 1)}>
      <Table aria-label={label} withColumnBorders verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{corner}</Table.Th>
            {columns.map((name) => (
              <Table.Th key={name} ta="end">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((name, row) => (
            <HeatRow key={name} name={name} counts={counts[row] ?? []} format={format} share={share} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

interface HeatRowProps extends Pick<HeatMapProps, 'format' | 'share'> {
  readonly name: string;
  readonly counts: readonly number[];
}

function HeatRow({ name, counts, format, share }: HeatRowProps) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      {counts.map((count, column) => {
        const part = total === 0 ? 0 : count / total;
        const shade = `color-mix(in srgb, ${LOOKS.main} ${String(Math.round(part * MOST_SHADE))}%, transparent)`;
        return (
          <Table.Td key={column} ta="end" style={{ background: shade }} title={share(part)}>
            {count === 0 ? '–' : format(count)}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

import { Table } from '@mantine/core';
import { WideTable } from './wide-table.js';

interface FiguresTableProps {
  readonly label: string;
  readonly head: readonly string[];
  /** The first cell of each names it, the others are figures. */
  readonly rows: readonly (readonly string[])[];
  readonly minWidth?: number;
}

const MIN_WIDTH = 420;

/** Figures in rows, each named by its first cell. */
export function FiguresTable({ label, head, rows, minWidth = MIN_WIDTH }: FiguresTableProps) {
  return (
    <WideTable label={label} minWidth={minWidth} maxHeight={480}>
      <Table aria-label={label} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, place) => (
              <Table.Th key={name} ta={place === 0 ? 'start' : 'end'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, ...figures]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              {figures.map((figure, place) => (
                <Table.Td key={place} ta="end">
                  {figure}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

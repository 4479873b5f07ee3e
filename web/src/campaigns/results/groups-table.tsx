import { Table } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { type CampaignResults } from '../queries.js';
import { WORDS } from '../words/index.js';

type Group = Pick<CampaignResults, 'treated' | 'holdout' | 'result'>;

interface GroupsTableProps {
  /** What they are grouped by. */
  readonly what: string;
  readonly groups: readonly (Group & { readonly name: string })[];
}

/** What each group brought. */
export function GroupsTable({ what, groups }: GroupsTableProps) {
  const words = useWords(WORDS);
  const head = [
    words.sent,
    words.converted,
    words.rate,
    words.heldOutRate,
    words.incremental,
    words.realCost,
    words.realProfit,
  ];
  return (
    <WideTable label={what} minWidth={640} maxHeight={480}>
      <Table aria-label={what} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{what}</Table.Th>
            {head.map((name) => (
              <Table.Th key={name} ta="end">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <GroupRow key={group.name} group={group} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function GroupRow({
  group: { name, treated, holdout, result },
}: {
  readonly group: GroupsTableProps['groups'][number];
}) {
  const { count, decimal, money, share } = useFormats();
  const cells = [
    count(treated.users),
    count(treated.conversions),
    result === null ? '–' : share(result.conversionRate.value),
    holdout.users === 0 ? '–' : share(holdout.conversions / holdout.users),
    result?.incremental == null ? '–' : decimal(result.incremental.value),
    result === null ? '–' : money(result.cost),
    result === null ? '–' : money(result.profit.value),
  ];
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      {cells.map((cell, place) => (
        <Table.Td key={place} ta="end">
          {cell}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

import { Anchor, Badge, Table, Text, UnstyledButton } from '@mantine/core';
import { Fragment, type ReactNode, useState } from 'react';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { blockerOf, type Decision, type Verdict } from '../explanation.js';
import { useWritten } from '../needed.js';
import { TABLE_WORDS } from './table-words.js';
import { WORDS } from '../words.js';

type Column = 'strategy' | 'verdict' | 'profit';

interface VerdictTableProps {
  readonly decision: Decision;
  readonly verdicts: readonly Verdict[];
  /** What is shown below the line of a strategy that was opened. */
  readonly opened: (verdict: Verdict) => ReactNode;
}

/** Every strategy's verdict side by side: an offer, or what stopped it first; the one that decided comes first. */
export function VerdictTable({ decision, verdicts, opened }: VerdictTableProps) {
  const words = useWords(TABLE_WORDS);
  const [sort, setSort] = useState<{ readonly by: Column; readonly isUp: boolean } | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const rows = verdicts.toSorted(
    sort === null ? winnerFirst(decision) : (a, b) => ORDERS[sort.by](a, b) * (sort.isUp ? 1 : -1),
  );
  const head = (column: Column, label: string, align: 'left' | 'right' = 'left') => (
    <Table.Th ta={align} aria-sort={sort?.by === column ? (sort.isUp ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton
        fw={700}
        fz="sm"
        onClick={() => setSort({ by: column, isUp: sort?.by === column ? !sort.isUp : column === 'strategy' })}
      >
        {label} <span aria-hidden>{sort?.by === column ? (sort.isUp ? '↑' : '↓') : '↕'}</span>
      </UnstyledButton>
    </Table.Th>
  );
  return (
    <Table verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {head('strategy', words.strategy)}
          {head('verdict', words.verdict)}
          {head('profit', words.profit, 'right')}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((verdict) => (
          <Fragment key={verdict.strategy}>
            <Row
              verdict={verdict}
              decision={decision}
              isOpen={open === verdict.strategy}
              toggle={() => setOpen(open === verdict.strategy ? null : verdict.strategy)}
            />
            {open === verdict.strategy && (
              <Table.Tr>
                <Table.Td colSpan={3}>{opened(verdict)}</Table.Td>
              </Table.Tr>
            )}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

function Row({ verdict, decision, isOpen, toggle }: RowProps) {
  const words = useWords(TABLE_WORDS);
  const { money } = useFormats();
  const profit = verdict.best?.expected?.profit;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" size="sm" ta="left" fw={600} aria-expanded={isOpen} onClick={toggle}>
          {verdict.title}
        </Anchor>
        {decision.strategy === verdict.strategy && verdict.outcome !== 'none' && (
          <Badge color={verdict.outcome === 'offer' ? 'green' : 'blue'} variant="dot" tt="none">
            {words.decides}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Said verdict={verdict} decision={decision} />
      </Table.Td>
      <Table.Td ta="right">{profit === undefined ? '–' : money(profit)}</Table.Td>
    </Table.Tr>
  );
}

function Said({ verdict, decision }: Pick<RowProps, 'verdict' | 'decision'>) {
  const words = useWords(TABLE_WORDS);
  const why = useWords(WORDS);
  const written = useWritten();
  const { stoppedBy, best, outcome } = verdict;
  if (outcome === 'offer' && best !== null)
    return <Text size="sm">{words.offers(decision.offer?.title ?? best.title)}</Text>;
  const blocker = blockerOf(decision, verdict);
  const needed = blocker === null ? null : written.needed(blocker);
  return (
    <>
      <Text size="sm">
        {stoppedBy !== null && `${why.stages[stoppedBy]}: `}
        {blocker?.words ?? ''}
      </Text>
      {needed !== null && <Text className="needed">{needed}</Text>}
    </>
  );
}

const ORDERS: Readonly<Record<Column, (a: Verdict, b: Verdict) => number>> = {
  strategy: (a, b) => a.title.localeCompare(b.title),
  verdict: (a, b) => passedOf(a) - passedOf(b),
  profit: (a, b) => profitOf(a) - profitOf(b),
};

function winnerFirst({ strategy, outcome }: Decision): (a: Verdict, b: Verdict) => number {
  const wins = (verdict: Verdict) => Number(outcome !== 'none' && verdict.strategy === strategy);
  return (a, b) => wins(b) - wins(a) || profitOf(b) - profitOf(a) || passedOf(b) - passedOf(a);
}

function profitOf({ best }: Verdict): number {
  return best?.expected?.profit ?? -Number.MAX_VALUE;
}

/** Which share of its stages it passed. */
function passedOf({ stages }: Verdict): number {
  return stages.filter(({ state }) => state === 'passed' || state === 'failed').length / stages.length;
}

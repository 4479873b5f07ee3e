import { List, Stack, Table, Text, Title } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { BudgetBar } from '../budget-bar.js';
import { ModelChecks } from '../preview/model-checks.js';
import { type CampaignRun, reachedBy } from '../queries.js';
import { WORDS } from '../words/index.js';

type Manifest = NonNullable<CampaignRun['manifest']>;

interface ChosenProps {
  readonly run: CampaignRun;
  readonly manifest: Manifest;
  /** Money; undefined where there is none. */
  readonly budget: number | undefined;
}

/** Who was chosen and who was not, what it is to cost, and what to know of it. */
export function Chosen({ run, manifest, budget }: ChosenProps) {
  const words = useWords(WORDS);
  const cost = reachedBy(run)?.expected.cost ?? 0;
  const notes = [
    ...manifest.allocation.flatMap((each) => each.words),
    ...(manifest.heldBy ?? []).map((each) => each.words),
    ...(manifest.booked?.refused.heldBy ?? []).map((each) => each.words),
    ...(manifest.notes ?? []),
    ...(manifest.forced == null ? [] : [words.forcedBecause(manifest.forced)]),
  ];
  return (
    <Stack gap="xl">
      <Stack component="section" gap="sm">
        <Title order={2} size="h3">
          {words.chosen}
        </Title>
        <BudgetBar cost={cost} budget={budget} />
        <Selected manifest={manifest} />
      </Stack>
      <Stopped manifest={manifest} />
      <ModelChecks checks={manifest.checks ?? []} />
      {notes.length > 0 && (
        <Stack component="section" gap="xs">
          <Title order={2} size="h3">
            {words.notes}
          </Title>
          <List size="sm">
            {[...new Set(notes)].map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Stack>
  );
}

function Selected({ manifest: { selected } }: { readonly manifest: Manifest }) {
  const words = useWords(WORDS);
  const { count, decimal, money } = useFormats();
  const inOrder = selected.toSorted((a, b) => Number(a.outcome === 'holdout') - Number(b.outcome === 'holdout'));
  return (
    <WideTable label={words.chosen} minWidth={560}>
      <Table aria-label={words.chosen}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.offer}</Table.Th>
            <Table.Th>{words.arm}</Table.Th>
            <Table.Th>{words.outcome}</Table.Th>
            {[words.people, words.conversions, words.cost, words.profit].map((name) => (
              <Table.Th key={name} ta="end">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder.map(({ offer, arm, outcome, people, withoutFigures, expected }) => (
            <Table.Tr key={`${offer} ${arm ?? ''} ${outcome}`}>
              <Table.Td>{offer}</Table.Td>
              <Table.Td>{arm ?? '–'}</Table.Td>
              <Table.Td>{words.outcomes[outcome]}</Table.Td>
              <Table.Td ta="end">
                {count(people)}
                {withoutFigures > 0 && (
                  <Text size="xs" c="dimmed">
                    {words.noFigures(count(withoutFigures))}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="end">{expected === null ? '–' : decimal(expected.conversions)}</Table.Td>
              <Table.Td ta="end">{expected === null ? '–' : money(expected.cost)}</Table.Td>
              <Table.Td ta="end">{expected === null ? '–' : money(expected.profit)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

/** By the first thing that stops them; and who was left out at the end. */
function Stopped({ manifest: { stopped, eligible, booked } }: { readonly manifest: Manifest }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const codes: Readonly<Record<string, string>> = words.codes;
  const left = Object.entries({ ...booked?.refused, heldBy: undefined }).flatMap(([name, people]) =>
    typeof people === 'number' && people > 0
      ? [{ name: words[name as 'capped' | 'suppressed' | 'erased'], people }]
      : [],
  );
  const rows = [
    { name: words.eligible, people: eligible, look: 'main' as const },
    ...stopped
      .filter(({ people }) => people > 0)
      .map(({ code, people }) => ({ name: codes[code] ?? code, people, look: 'reference' as const })),
    ...left.map(({ name, people }) => ({ name: `${words.refused}: ${name}`, people, look: 'second' as const })),
  ];
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.why}
      </Title>
      <IntervalChart
        rows={rows.map(({ name, people, look }) => ({ name, look, value: people, words: count(people) }))}
      />
    </Stack>
  );
}

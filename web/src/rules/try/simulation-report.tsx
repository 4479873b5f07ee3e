import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type AnswerOf } from '#client';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

type Simulation = AnswerOf<'/v1/strategies/{id}/simulate', 'post'>;
type Moved = Simulation['gained'];
type Verdict = Moved['examples'][number]['draft'];

/** What an offer is called, by its id. */
type TitleOf = (offer: string) => string;

interface SimulationReportProps {
  readonly simulation: Simulation;
  readonly titleOf: TitleOf;
}

/** What a simulation found: in a sentence, in money, who gains, who loses, and why. */
export function SimulationReport({ simulation, titleOf }: SimulationReportProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { users, base, published, draft, gained, lost, changed } = simulation;
  const isSame = gained.users + lost.users + changed.users === 0;
  return (
    <Stack role="status">
      <Text fw={600} fz="lg">
        {published === null
          ? words.foundNew(count(users), count(draft.outcomes.offer))
          : isSame
            ? words.none
            : words.found(count(users), count(gained.users), count(lost.users), count(changed.users))}
      </Text>
      <Text size="sm">{words.of(count(base))}</Text>
      <Figures simulation={simulation} />
      {draft.expected.withoutFigures > 0 && (
        <Text size="sm">{words.withoutFigures(count(draft.expected.withoutFigures))}</Text>
      )}
      <Moves title={words.gained(count(gained.users))} why={words.why.gained} moved={gained} titleOf={titleOf} />
      <Moves title={words.lost(count(lost.users))} why={words.why.lost} moved={lost} titleOf={titleOf} />
      <Moves title={words.changed(count(changed.users))} why={words.why.changed} moved={changed} titleOf={titleOf} />
      <StoppedBy side={draft} />
    </Stack>
  );
}

function Figures({ simulation: { published, draft } }: { readonly simulation: Simulation }) {
  const words = useWords(WORDS);
  const { count, decimal, money } = useFormats();
  const rows = [
    { name: words.offers, of: (side: Simulation['draft']) => side.outcomes.offer, format: count },
    { name: words.conversions, of: (side: Simulation['draft']) => side.expected.conversions, format: decimal },
    { name: words.cost, of: (side: Simulation['draft']) => side.expected.cost, format: money },
    { name: words.profit, of: (side: Simulation['draft']) => side.expected.profit, format: money },
  ];
  return (
    <Table maw={700}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.measure}</Table.Th>
          {published !== null && <Table.Th ta="right">{words.published}</Table.Th>}
          <Table.Th ta="right">{words.draft}</Table.Th>
          {published !== null && <Table.Th ta="right">{words.change}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, of, format }) => (
          <Table.Tr key={name}>
            <Table.Th fw={500}>{name}</Table.Th>
            {published !== null && <Table.Td ta="right">{format(of(published))}</Table.Td>}
            <Table.Td ta="right">{format(of(draft))}</Table.Td>
            {published !== null && <Table.Td ta="right">{signed(of(draft) - of(published), format)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function signed(value: number, format: (value: number) => string): string {
  return value > 0 ? `+${format(value)}` : format(value);
}

interface MovesProps {
  readonly title: string;
  /** What the reasons say. */
  readonly why: string;
  readonly moved: Moved;
  readonly titleOf: TitleOf;
}

function Moves({ title, why, moved, titleOf }: MovesProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  if (moved.users === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {/* Nothing kept it from those whom only a new strategy knows. */}
      {moved.why.length > 0 && (
        <Table maw={900}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{why}</Table.Th>
              <Table.Th ta="right">{words.people}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {moved.why.map(({ code, stage, words: told, users }, index) => (
              <Table.Tr key={index}>
                <Table.Td>
                  {told}
                  <Text size="xs" c="dimmed">
                    {words.stages[stage] ?? stage} · {code}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{count(users)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Table maw={900}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.examples}</Table.Th>
            <Table.Th>{words.published}</Table.Th>
            <Table.Th>{words.draft}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {moved.examples.map(({ userId, published, draft }) => (
            <Table.Tr key={userId}>
              <Table.Td>
                <Anchor component={Link} to={`/people/${encodeURIComponent(userId)}`}>
                  {userId}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Brief verdict={published} titleOf={titleOf} />
              </Table.Td>
              <Table.Td>
                <Brief verdict={draft} titleOf={titleOf} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Brief({ verdict, titleOf }: { readonly verdict: Verdict; readonly titleOf: TitleOf }) {
  const words = useWords(WORDS);
  if (verdict === null) return words.nothing;
  const { outcome, offer, words: told } = verdict;
  return (
    <>
      {offer === null ? (outcome === 'holdout' ? words.heldOut : words.nothing) : titleOf(offer)}
      <Text size="xs" c="dimmed">
        {told}
      </Text>
    </>
  );
}

function StoppedBy({ side }: { readonly side: Simulation['draft'] }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  if (side.stoppedBy.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {words.stoppedBy}
      </Title>
      <Table maw={500}>
        <Table.Tbody>
          {side.stoppedBy.map(({ stage, users }) => (
            <Table.Tr key={stage}>
              <Table.Th fw={500}>{words.stages[stage] ?? stage}</Table.Th>
              <Table.Td ta="right">{count(users)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

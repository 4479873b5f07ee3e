import { Alert, Badge, Stack, Table, Text, Title } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { type Fairness, latestEvaluation } from '../evaluation.js';
import { JudgeButton } from '../changes/judge-button.js';
import { useDrift, type Version } from '../queries.js';
import { WORDS } from '../words/index.js';

interface PeopleTabProps {
  readonly id: string;
  readonly version: Version;
}

/** Whether the people of today are like those that a version learned from, and how groups of them fare. */
export function PeopleTab({ id, version }: PeopleTabProps) {
  const drift = useDrift(id, version.version);
  return (
    <Stack gap="xl">
      <Loaded query={drift}>{(told) => <Drift drift={told} />}</Loaded>
      <Groups id={id} version={version} />
    </Stack>
  );
}

const COLOURS = { ok: 'green', warned: 'yellow', refused: 'red' } as const;

function Drift({ drift }: { readonly drift: ReturnType<typeof useDrift>['data'] }) {
  const words = useWords(WORDS).drift;
  const { count, share, decimal } = useFormats();
  if (drift == null) return null;
  const { result, headline, people, trainedOn, features, calibration, limits, notes } = drift;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {words.title}
      </Title>
      {people === 0 ? (
        <Text>{words.nobody}</Text>
      ) : (
        <>
          <Alert color={COLOURS[result]}>{headline}</Alert>
          <Text size="sm">{words.people(count(people), count(trainedOn))}</Text>
        </>
      )}
      {calibration !== null && (
        <Text size="sm">{words.promised(share(calibration.promised), share(calibration.happened.value ?? 0))}</Text>
      )}
      {people > 0 && (
        <IntervalChart
          title={words.features}
          rows={features.map(({ words: name, index, noise, result: one, change }) => ({
            name,
            value: index ?? 0,
            look: one === 'ok' ? 'main' : 'second',
            words: `${decimal(index ?? 0)} · ${words.result[one]}`,
            note: (index ?? 0) <= Math.max(noise ?? 0, limits.warn / 10) ? words.noise : change,
          }))}
        />
      )}
      {(people === 0 ? [] : notes).map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function Groups({ id, version }: PeopleTabProps) {
  const words = useWords(WORDS).fairness;
  const fairness = latestEvaluation(version.evidence)?.fairness ?? null;
  return (
    <Stack gap="xs" align="stretch">
      <Title order={2} size="h4">
        {words.title}
      </Title>
      {fairness === null ? (
        <Stack align="start">
          <Text>{words.none}</Text>
          <JudgeButton id={id} version={version} />
        </Stack>
      ) : (
        <FairnessTable fairness={fairness} />
      )}
    </Stack>
  );
}

function FairnessTable({ fairness }: { readonly fairness: Fairness }) {
  const words = useWords(WORDS).fairness;
  const { count, share } = useFormats();
  return (
    <>
      {fairness.reading.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      <Text size="sm">{words.of(fairness.by, fairness.selection)}</Text>
      <WideTable label={words.title} minWidth={420}>
        <Table aria-label={words.title}>
          <Table.Thead>
            <Table.Tr>
              {Object.values(words.columns).map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fairness.groups.map(({ group, people, rate, calibration }) => (
              <Table.Tr key={group}>
                <Table.Td>{group}</Table.Td>
                <Table.Td>{count(people)}</Table.Td>
                <Table.Td>{`${share(rate.value)} [${share(rate.lower)}, ${share(rate.upper)}]`}</Table.Td>
                <Table.Td>{calibration === null ? '–' : share(calibration.promised)}</Table.Td>
                <Table.Td>
                  {calibration === null ? '–' : share(calibration.happened.value)}{' '}
                  {calibration !== null && calibration.reading !== 'as promised' && (
                    <Badge variant="outline" c="var(--mantine-color-text)" tt="none" color="orange" size="xs">
                      {words.readings[calibration.reading]}
                    </Badge>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}

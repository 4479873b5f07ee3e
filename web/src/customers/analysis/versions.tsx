import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type AnalysisVersion, useVersions } from '../queries.js';
import { WORDS } from '../words/index.js';

interface VersionsProps {
  readonly id: string;
  /** The version on the page. */
  readonly shown: number | undefined;
}

/** The versions of a result, and the way back to an earlier one. */
export function Versions({ id, shown }: VersionsProps) {
  const words = useWords(WORDS);
  const versions = useVersions(id);
  return (
    <Loaded query={versions}>
      {(all) => {
        if (all.length === 0) return null;
        const counting = all.find(({ withdrawnAt }) => withdrawnAt === null);
        return (
          <Stack component="section" gap="xs">
            <Title order={2} size="h3">
              {words.versions}
            </Title>
            <WideTable label={words.versions} minWidth={560} maxHeight={360}>
              <Table aria-label={words.versions} stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.versions}</Table.Th>
                    <Table.Th>{words.ofMoment}</Table.Th>
                    <Table.Th ta="end">{words.people}</Table.Th>
                    <Table.Th>{words.by}</Table.Th>
                    <Table.Th>{words.state}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {all.map((version) => (
                    <Entry
                      key={version.version}
                      version={version}
                      isShown={version.version === shown}
                      counts={version.version === counting?.version}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          </Stack>
        );
      }}
    </Loaded>
  );
}

interface EntryProps {
  readonly version: AnalysisVersion;
  readonly isShown: boolean;
  readonly counts: boolean;
}

function Entry({
  version: { analysis: id, version, at, people, by, withdrawnAt, warning },
  isShown,
  counts,
}: EntryProps) {
  const words = useWords(WORDS);
  const { count, day, moment } = useFormats();
  const { why } = useMay('marketer');
  const queries = useQueryClient();
  const rollBack = async (reason: string) => {
    await answerOf(api.POST('/v1/analyses/{id}/rollback', { params: { path: { id } }, body: { version, reason } }));
    await queries.invalidateQueries({ queryKey: ['analysis-versions', id] });
    await queries.invalidateQueries({ queryKey: ['analysis-report', id] });
  };
  return (
    <Table.Tr>
      <Table.Td>
        {isShown ? (
          <Text fw={700}>{words.version(version)}</Text>
        ) : (
          <Anchor
            renderRoot={(props) => (
              <Link {...props} to="/customers/$id" params={{ id }} search={counts ? {} : { version }} />
            )}
          >
            {words.version(version)}
          </Anchor>
        )}
        {warning !== null && (
          <Text size="xs" c="dimmed">
            {words.warning}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{moment(at)}</Table.Td>
      <Table.Td ta="end">{people === null ? '–' : count(people)}</Table.Td>
      <Table.Td>{by}</Table.Td>
      <Table.Td>
        {counts ? (
          words.counts
        ) : (
          <Stack gap={4} align="start">
            {withdrawnAt !== null && <Text size="sm">{words.withdrawn(day(withdrawnAt))}</Text>}
            <WithReason action={words.rollBack} disabled={why} onConfirm={rollBack}>
              <Text>{words.rollBackHint(version)}</Text>
            </WithReason>
          </Stack>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

import { Stack, Table, Text, Timeline, Title } from '@mantine/core';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { PageLink } from '../parts/links/page-link.js';
import { WideTable } from '../parts/tables/wide-table.js';
import { useWords } from '../words/language.js';
import { isBinary, type TrainedMetrics } from './evaluation.js';
import { useStages, useVersions } from './queries.js';
import { WORDS } from './words/index.js';

/** All versions of a model, and who made which one decide, when and why. */
export function HistoryTab({ id }: { readonly id: string }) {
  const words = useWords(WORDS).history;
  const versions = useVersions(id);
  const { data: record = null } = useStages(id);
  return (
    <Stack>
      <Title order={2} size="h4">
        {words.promotions}
      </Title>
      {(record?.promotions.length ?? 0) === 0 ? <Text>{words.nothing}</Text> : <Promotions record={record} />}
      <Title order={2} size="h4">
        {words.versions}
      </Title>
      <Loaded query={versions}>{(all) => <Versions id={id} all={all} />}</Loaded>
    </Stack>
  );
}

function Promotions({ record }: { readonly record: ReturnType<typeof useStages>['data'] }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  return (
    <Timeline bulletSize={14}>
      {(record?.promotions ?? []).map(({ at, by, action, version, reason, override }) => (
        <Timeline.Item
          key={`${at} ${action}`}
          title={words.history.did(by, words.history.actions[action], words.version(version))}
        >
          <Text size="sm">{reason}</Text>
          {override !== null && <Text size="sm">{words.header.override(override.by, override.reason)}</Text>}
          <Text size="xs" c="dimmed">
            {moment(at)}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

interface VersionsProps {
  readonly id: string;
  readonly all: NonNullable<ReturnType<typeof useVersions>['data']>;
}

function Versions({ id, all }: VersionsProps) {
  const words = useWords(WORDS);
  const { moment, decimal } = useFormats();
  return (
    <WideTable label={words.history.versions} minWidth={520}>
      <Table aria-label={words.history.versions}>
        <Table.Thead>
          <Table.Tr>
            {Object.values(words.history.columns).map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
            <Table.Th>{words.history.look}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map(({ version, stage, plugin, createdAt, seed, metrics }) => {
            const { holdout } = metrics as TrainedMetrics;
            const auc = holdout != null && isBinary(holdout) ? decimal(holdout.auc.value) : '–';
            return (
              <Table.Tr key={version}>
                <Table.Td>{version}</Table.Td>
                <Table.Td>{words.stages[stage]}</Table.Td>
                <Table.Td>{plugin}</Table.Td>
                <Table.Td>{moment(createdAt)}</Table.Td>
                <Table.Td>{seed}</Table.Td>
                <Table.Td>{auc}</Table.Td>
                <Table.Td>
                  <PageLink to="/models/$id" params={{ id }} search={{ version }}>
                    {words.version(version)}
                  </PageLink>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

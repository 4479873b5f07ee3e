import { Anchor, Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Collection } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { DocumentChanges } from '../changes/document-changes.js';
import { type DocumentVersion, hasVersions, readVersions } from '../documents.js';
import { personOf } from '../lists/listed.js';
import { useCurrentRelease } from './current-release.js';
import { RollBack } from './roll-back.js';
import { WORDS } from './words.js';

interface DocumentHistoryProps {
  readonly collection: Collection;
  readonly id: string;
  /** Puts an earlier version into the editor. */
  readonly takeUp: (document: object) => void;
}

/** What a document said before: who changed it, when, why and in what. */
export function DocumentHistory({ collection, id, takeUp }: DocumentHistoryProps) {
  const words = useWords(WORDS);
  const versions = useVersions(collection, id);
  if (!hasVersions(collection)) {
    return (
      <Text>
        {words.noVersions}{' '}
        <Anchor component={Link} to="/rules/releases">
          {words.released}
        </Anchor>
      </Text>
    );
  }
  return (
    <Loaded query={versions}>
      {(all) => (
        <Stack gap="sm">
          <Text>{all.length === 0 ? words.neverPublished : words.versions}</Text>
          {all.map((version, index) => (
            <Version
              key={`${version.release} ${version.publishedAt}`}
              version={version}
              before={all[index + 1]?.document ?? null}
              isCurrent={index === 0}
              takeUp={takeUp}
            />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

/** What a document said before, the latest first. */
export function useVersions(collection: Collection, id: string) {
  return useQuery({ queryKey: ['versions', collection, id], queryFn: () => readVersions(collection, id) });
}

interface VersionProps extends Pick<DocumentHistoryProps, 'takeUp'> {
  readonly version: DocumentVersion;
  readonly before: object | null;
  readonly isCurrent: boolean;
}

function Version({ version, before, isCurrent, takeUp }: VersionProps) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const [opened, { toggle }] = useDisclosure();
  const { by, action, publishedAt, reason, document, release } = version;
  return (
    <Card withBorder>
      <Group justify="space-between" align="start">
        <Stack gap={2}>
          <Text fw={600}>{words.did(personOf(by), words.actions[action] ?? action, moment(publishedAt))}</Text>
          <Text size="sm">{reason ?? words.noReason}</Text>
        </Stack>
        {isCurrent && (
          <Badge variant="dot" color="green">
            {words.now}
          </Badge>
        )}
      </Group>
      <Group mt="sm">
        <Button variant="default" onClick={toggle} aria-expanded={opened}>
          {words.whatChanged}
        </Button>
        {!isCurrent && document !== null && (
          <Button variant="default" onClick={() => takeUp(document)}>
            {words.takeUp}
          </Button>
        )}
        {!isCurrent && <RollBackTo release={release} publishedAt={publishedAt} />}
      </Group>
      {opened && (
        <Stack mt="sm">
          <Text size="sm" c="dimmed">
            {words.toPublished}
          </Text>
          <DocumentChanges before={before} after={document} />
        </Stack>
      )}
    </Card>
  );
}

function RollBackTo({ release, publishedAt }: { readonly release: string; readonly publishedAt: string }) {
  const { data: current } = useCurrentRelease();
  return current === undefined ? null : <RollBack hash={release} publishedAt={publishedAt} current={current} />;
}

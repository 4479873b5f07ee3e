import { Alert, Button, Stack, Text } from '@mantine/core';
import { type Collection } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { DocumentChanges } from '../changes/document-changes.js';
import { type PublishedDocument } from '../documents.js';
import { useVersions } from '../history/document-history.js';
import { personOf } from '../lists/listed.js';
import { WORDS } from '../words.js';

interface ConflictProps {
  readonly collection: Collection;
  readonly id: string;
  /** What the draft began with, and what somebody published since; null where there is none. */
  readonly base: PublishedDocument | null;
  readonly published: PublishedDocument | null;
  readonly putOnTop: () => void;
}

/** Tells what somebody else published after this draft was begun, and puts the draft on top of it. */
export function Conflict({ collection, id, base, published, putOnTop }: ConflictProps) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { data: versions = [] } = useVersions(collection, id);
  const [latest] = versions;
  return (
    <Alert color="orange" role="alert">
      <Stack gap="xs" align="stretch">
        {latest !== undefined && (
          <Text fw={600}>{words.conflict(personOf(latest.by), moment(latest.publishedAt))}</Text>
        )}
        {latest?.reason != null && <Text>{words.conflictWhy(latest.reason)}</Text>}
        <Text>{words.conflictLost}</Text>
        <DocumentChanges before={base?.document ?? null} after={published?.document ?? null} />
        <Button onClick={putOnTop} style={{ alignSelf: 'start' }}>
          {words.onTop}
        </Button>
      </Stack>
    </Alert>
  );
}

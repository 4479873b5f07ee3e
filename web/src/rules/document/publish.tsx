import { List, ScrollArea, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type Collection } from '../../api.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { DifferenceTable } from '../changes/difference-table.js';
import { differencesOf } from '../changes/differences.js';
import { isOutdated, type Publication, publishDocument } from '../documents.js';
import { WORDS } from '../words.js';
import { type WrittenDocument } from './use-document.js';

interface PublishProps {
  readonly collection: Collection;
  readonly id: string;
  readonly written: WrittenDocument;
  /** Told what is to be looked at after it was published. */
  readonly onPublished: (warnings: Publication['warnings']) => void;
}

/** Publishes what is written, after it was said what changes and why. */
export function Publish({ collection, id, written, onPublished }: PublishProps) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { base, now, edited, settle } = written;
  const publish = async (reason: string) => {
    try {
      const { changed, warnings } = await publishDocument(collection, id, {
        document: now,
        etag: base?.etag ?? null,
        reason,
      });
      settle();
      onPublished(warnings);
      notifications.show({ message: changed ? words.publishedNow : words.publishedSame, color: 'green' });
      await queries.invalidateQueries();
    } catch (failure) {
      // What somebody else published, and why, is shown on the page, beside what stands in the editor.
      if (isOutdated(failure)) {
        const read = ['versions', 'document'].map((what) =>
          queries.invalidateQueries({ queryKey: [what, collection, id] }),
        );
        await Promise.all(read);
      }
      throw isOutdated(failure) ? new Error(words.publishOutdated) : failure;
    }
  };
  return (
    <WithReason action={words.publish} disabled={useHindrance(written)} onConfirm={publish}>
      <Stack gap="xs">
        <Text>{words.publishWhat}</Text>
        <ScrollArea.Autosize mah={260}>
          <DifferenceTable differences={differencesOf(base?.document ?? {}, now)} />
        </ScrollArea.Autosize>
        <Warnings warnings={edited?.warnings ?? []} title={words.warned} />
      </Stack>
    </WithReason>
  );
}

/** Why it cannot be published now; undefined where it can. */
function useHindrance({ edited, isChanged, isOutdated: isBehind, base }: WrittenDocument): string | undefined {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  if (!may) return why;
  if (isBehind) return words.publishOutdated;
  if (edited !== null && edited.document === null) return words.publishUnreadable;
  if (!isChanged && base !== null) return words.publishNothing;
  if (edited === null) return undefined;
  if (edited.problems.some(({ isEmpty }) => isEmpty !== true)) return words.publishInvalid;
  if (edited.missing !== '') return words.publishMissing(edited.missing);
  return edited.isValid ? undefined : words.publishChecking;
}

interface WarningsProps {
  readonly warnings: Publication['warnings'];
  readonly title: string;
}

/** What is allowed but looks like a mistake. */
export function Warnings({ warnings, title }: WarningsProps) {
  if (warnings.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {warnings.map(({ message, file, pointer, expected }) => (
          <List.Item key={`${file ?? ''}${pointer ?? ''}${message}`}>
            {[file, message, expected].filter((text) => text !== undefined).join(' · ')}
          </List.Item>
        ))}
      </List>
    </>
  );
}

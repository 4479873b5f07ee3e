import { Alert, Anchor, Badge, Box, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type Collection } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { LoadedPage } from '../parts/loaded-page.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { DifferenceTable } from './changes/difference-table.js';
import { DocumentChanges } from './changes/document-changes.js';
import { differencesOf, type Difference } from './changes/differences.js';
import { WordChanges } from './changes/word-changes.js';
import { ReachChange } from './changes/reach-change.js';
import { Conflict } from './document/conflict.js';
import { Leaving } from './document/leaving.js';
import { Publish, Warnings } from './document/publish.js';
import { StopOrResume, SwitchedOffAlert } from './document/switches.js';
import { useDocument, type WrittenDocument } from './document/use-document.js';
import {
  isCollection,
  type Publication,
  type PublishedDocument,
  readDocument,
  type RuleDocument,
} from './documents.js';
import { DocumentEditor } from './editor/index.js';
import { DocumentHistory, useVersions } from './history/document-history.js';
import { conditionOf, personOf, sentenceOf } from './lists/listed.js';
import { useReached } from './lists/reached.js';
import { useTitles } from './lists/document-list.js';
import { TryOut } from './try/try-out.js';
import { WORDS } from './words.js';

/** One document: what it says, how it is changed, tried out and published, and what it said before. */
export function DocumentPage() {
  const words = useWords(WORDS);
  const { collection, id } = useParams({ from: '/rules/$collection/$id' });
  if (!isCollection(collection)) return <Page title={words.title}>{words.unknownCollection}</Page>;
  return <Published key={`${collection}/${id}`} collection={collection} id={id} />;
}

interface DocumentPlace {
  readonly collection: Collection;
  readonly id: string;
}

function Published({ collection, id }: DocumentPlace) {
  const published = useQuery({
    queryKey: ['document', collection, id],
    queryFn: () => readDocument(collection, id),
  });
  return (
    <LoadedPage query={published} title={id}>
      {(found) => <Written collection={collection} id={id} published={found} />}
    </LoadedPage>
  );
}

interface WrittenProps extends DocumentPlace {
  readonly published: PublishedDocument | null;
}

const TABS = ['edit', 'changes', 'try', 'history'] as const;
type Tab = (typeof TABS)[number];

function Written({ collection, id, published }: WrittenProps) {
  const words = useWords(WORDS);
  const { tab: asked, change } = useSearch({ from: '/rules/$collection/$id' });
  const navigate = useNavigate({ from: '/rules/$collection/$id' });
  const written = useDocument({ collection, id, published, change });
  const [warnings, setWarnings] = useState<Publication['warnings']>([]);
  const [conflicts, setConflicts] = useState<readonly Difference[]>([]);
  const { base, now, isChanged, isOutdated, beginning, round, discard } = written;
  const tab = TABS.find((each) => each === asked) ?? 'edit';
  const show = (chosen: Tab) => void navigate({ search: chosen === 'edit' ? {} : { tab: chosen } });
  return (
    <Page
      title={titleOf(now, id)}
      sentence={<Sentence collection={collection} document={now} />}
      actions={
        <>
          {collection === 'strategies' && published !== null && <StopOrResume id={id} />}
          <Publish collection={collection} id={id} written={written} onPublished={setWarnings} />
        </>
      }
    >
      <Standing collection={collection} id={id} written={written} published={published} />
      {collection === 'strategies' && <SwitchedOffAlert id={id} />}
      {warnings.length > 0 && (
        <Alert color="yellow" withCloseButton closeButtonLabel={words.close} onClose={() => setWarnings([])}>
          <Warnings warnings={warnings} title={words.warnings} />
        </Alert>
      )}
      {isOutdated && (
        <Conflict
          {...{ collection, id, base, published }}
          putOnTop={() => {
            setConflicts(written.putOnTop());
            show('edit');
          }}
        />
      )}
      {conflicts.length > 0 && (
        <Alert
          color="orange"
          role="alert"
          withCloseButton
          closeButtonLabel={words.close}
          onClose={() => setConflicts([])}
        >
          <Text fw={600}>{words.onTopConflicts}</Text>
          <DifferenceTable differences={conflicts} sides={words.bothSides} />
        </Alert>
      )}
      {/* What is hidden goes on: the editor checks while another tab is looked at. */}
      <Tabs value={tab} onChange={(chosen) => show(chosen as Tab)} keepMountedMode="display-none">
        <Tabs.List>
          {TABS.filter((each) => each !== 'try' || collection === 'strategies').map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="edit" pt="md" keepMounted>
          <DocumentEditor
            key={`${String(round)} ${base?.etag ?? ''}`}
            {...{ collection, id }}
            published={base?.document ?? null}
            initial={beginning}
            onChange={written.edit}
          />
        </Tabs.Panel>
        <Tabs.Panel value="changes" pt="md" keepMounted={false}>
          <Stack>
            <ReachChange before={conditionIn(collection, base)} after={conditionOf(collection, now)} />
            {base !== null && isChanged && <WordChanges {...{ collection, id }} before={base.document} after={now} />}
            <DocumentChanges before={base?.document ?? null} after={now} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="try" pt="md" keepMounted>
          {collection === 'strategies' && <TryOut id={id} strategy={now} published={published?.document ?? null} />}
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md" keepMounted={false}>
          <DocumentHistory
            {...{ collection, id }}
            takeUp={(document) => {
              written.takeUp(document);
              show('edit');
            }}
          />
        </Tabs.Panel>
      </Tabs>
      <Leaving isChanged={isChanged} discard={discard} />
    </Page>
  );
}

/** Whether what is on the page is published, and what can be done about it. */
function Standing({ collection, id, written, published }: WrittenProps & { readonly written: WrittenDocument }) {
  const words = useWords(WORDS);
  const { moment, count } = useFormats();
  const { data: versions = [] } = useVersions(collection, id);
  const [latest] = versions;
  const { base, now, isChanged, keptSince, discard } = written;
  const changes = isChanged ? differencesOf(base?.document ?? {}, now).length : 0;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Anchor component={Link} to={`/rules/${collection}`}>
          {words.collections[collection]}
        </Anchor>
        <Text c="dimmed">{id}</Text>
        {published === null && (
          <Badge variant="dot" color="yellow">
            {words.isNew}
          </Badge>
        )}
        {latest !== undefined && (
          <Text size="sm">{words.published(moment(latest.publishedAt), personOf(latest.by))}</Text>
        )}
      </Group>
      {isChanged && (
        <Alert color="blue" role="status">
          <Group justify="space-between">
            <Box>
              {published !== null && (
                <Text>{changes === 1 ? words.oneUnpublished : words.unpublished(count(changes))}</Text>
              )}
              <Text size="sm">{keptSince === null ? words.leave.text : words.kept(moment(keptSince))}</Text>
            </Box>
            <Button variant="default" onClick={discard}>
              {words.discard}
            </Button>
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

/** Long enough to have stopped typing. */
const PAUSE_MS = 400;

function Sentence({ collection, document }: { readonly collection: Collection; readonly document: RuleDocument }) {
  const words = useWords(WORDS);
  const titles = useTitles(collection);
  // While somebody writes, it is asked for once they pause.
  const [condition] = useDebouncedValue(conditionOf(collection, document), PAUSE_MS);
  const { data } = useReached(condition, typeof condition === 'object');
  return sentenceOf(collection, document, { words, titleOf: titles, condition: data?.words }) ?? data?.words ?? null;
}

function titleOf(document: RuleDocument, id: string): string {
  const title = document['title'] ?? document['words'];
  return typeof title === 'string' && title !== '' ? title : id;
}

function conditionIn(collection: Collection, published: PublishedDocument | null): unknown {
  return published === null ? undefined : conditionOf(collection, published.document);
}

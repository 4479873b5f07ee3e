import { Anchor, Tabs, Text } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { COLLECTIONS } from '../api.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { isCollection } from './documents.js';
import { DocumentList } from './lists/document-list.js';
import { NewDocument } from './lists/new-document.js';
import { WORDS } from './words.js';

/** What is published, kind by kind. */
export function RulesPage() {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const { collection = 'strategies' } = useParams({ strict: false });
  if (!isCollection(collection)) {
    return (
      <Page title={words.title}>
        <Text>{words.unknownCollection}</Text>
      </Page>
    );
  }
  return (
    <Page
      title={words.title}
      sentence={words.sentence}
      actions={
        <>
          <Anchor component={Link} to="/rules/releases" py={6}>
            {words.releases}
          </Anchor>
          <NewDocument key={collection} collection={collection} />
        </>
      }
    >
      <Tabs
        value={collection}
        onChange={(chosen) =>
          void navigate({ to: '/rules/$collection', params: { collection: chosen ?? 'strategies' } })
        }
      >
        <Tabs.List mb="md">
          {Object.keys(COLLECTIONS).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.collections[name as keyof typeof words.collections]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={collection}>
          <DocumentList key={collection} collection={collection} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

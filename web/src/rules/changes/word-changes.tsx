import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Collection } from '../../api.js';
import { checkQuery, type Explained } from '../editor/index.js';
import { useLanguage, useWords } from '../../words/language.js';
import { WORDS } from './words.js';

interface WordChangesProps {
  readonly collection: Collection;
  readonly id: string;
  readonly before: object;
  readonly after: object;
}

/** What a change means, in the sentences that differ; nothing while the server has not told them, or none differs. */
export function WordChanges({ collection, id, before, after }: WordChangesProps) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const was = useQuery(checkQuery({ collection, id, document: before }, language)).data?.explained;
  const is = useQuery(checkQuery({ collection, id, document: after }, language)).data?.explained;
  if (was == null || is == null) return null;
  const [old, now] = [sentencesOf(was), sentencesOf(is)];
  const [gone, added] = [old.filter((each) => !now.includes(each)), now.filter((each) => !old.includes(each))];
  if (gone.length + added.length === 0) return null;
  return (
    <Stack gap="xs">
      <Sentences title={words.said} sentences={gone} />
      <Sentences title={words.says} sentences={added} />
    </Stack>
  );
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {sentences.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
    </div>
  );
}

/** All sentences, each after the heading of its section. */
function sentencesOf({ sections }: Explained): readonly string[] {
  return sections.flatMap(({ title, sentences }) => sentences.map((sentence) => `${title}: ${sentence}`));
}

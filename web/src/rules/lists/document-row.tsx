import { Anchor, Stack, Table, Text } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type AnswerOf } from '#client';
import { type Collection } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';
import { conditionOf, type Listed, personOf, sentenceOf } from './listed.js';
import { PeopleReached } from './people-reached.js';
import { useReached } from './reached.js';
import { StateBadge, type SwitchedOff } from './state-badge.js';

/** When a document was changed last, by whom and why. */
type LastChange = AnswerOf<'/v1/document-changes', 'get'>['changes'][number];

interface DocumentRowProps {
  readonly collection: Collection;
  readonly document: Listed;
  /** What the documents are called that it names. */
  readonly titleOf: (id: string) => string;
  /** Undefined while it is not known; null where it is longer ago than the server looks back. */
  readonly change: LastChange | null | undefined;
  readonly switchedOff: readonly SwitchedOff[];
}

/** A document in its list: people are counted as soon as it is seen. */
export function DocumentRow({ collection, document, titleOf, change, switchedOff }: DocumentRowProps) {
  const { ref, inViewport } = useInViewport<HTMLTableRowElement>();
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (inViewport) setSeen(true);
  }, [inViewport]);
  const condition = conditionOf(collection, document);
  const reached = useReached(condition, isSeen);
  const words = useWords(WORDS);
  const told = reached.data?.words;
  const sentence = sentenceOf(collection, document, { words, titleOf, condition: told }) ?? told;
  const { id, title, description } = document;
  return (
    <Table.Tr ref={ref}>
      <Table.Td>
        <Anchor component={Link} to={`/rules/${collection}/${encodeURIComponent(id)}`} fw={600}>
          {title === undefined || title === '' ? id : title}
        </Anchor>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {id}
        </Text>
        {collection === 'strategies' && <StateBadge strategy={document} switchedOff={switchedOff} />}
        <Stack hiddenFrom="sm" gap={2} mt="xs">
          <Text size="sm">{sentence}</Text>
          {condition !== undefined && <PeopleReached query={reached} />}
          <Changed change={change} />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" maw={480}>
        <Text size="sm">{sentence}</Text>
        {description !== undefined && (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        )}
      </Table.Td>
      {condition !== undefined && (
        <Table.Td visibleFrom="sm">
          <PeopleReached query={reached} />
        </Table.Td>
      )}
      <Table.Td visibleFrom="sm">
        <Changed change={change} />
      </Table.Td>
    </Table.Tr>
  );
}

function Changed({ change }: Pick<DocumentRowProps, 'change'>) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  if (change === undefined) return null;
  if (change === null) return <Text size="sm">{words.longAgo}</Text>;
  return (
    <>
      <Text size="sm">{words.by(personOf(change.by), moment(change.publishedAt))}</Text>
      {change.reason !== null && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {change.reason}
        </Text>
      )}
    </>
  );
}

import { Code, List, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../../api.js';
import { useFormats } from '../../../parts/formats.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { useFactWords } from '../catalogue.js';
import { type Left } from '../conditions/condition-editor.js';
import { WORDS as CONDITION_WORDS } from '../conditions/words.js';
import { WORDS } from '../words.js';
import { previewQuery } from './preview-query.js';

type Preview = AnswerOf<'/v1/segments/preview', 'post'>;

/** What is known of the people of a condition. */
export type Reached =
  | { readonly state: 'counting' }
  | { readonly state: 'counted'; readonly preview: Preview }
  /** Something is wrong with the condition, or it cannot be counted. */
  | { readonly state: 'uncounted' };

/** Whom a condition reaches: of this one, never of one before it. */
export function useReached(condition: unknown, isCountable: boolean): Reached {
  const { language } = useLanguage();
  const { data, isError } = useQuery({
    ...previewQuery(condition, language, (asked, signal) =>
      answerOf(api.POST('/v1/segments/preview', { body: { condition: asked as string }, signal })),
    ),
    enabled: isCountable,
  });
  if (!isCountable || isError) return { state: 'uncounted' };
  return data === undefined ? { state: 'counting' } : { state: 'counted', preview: data };
}

/** Who is left after each part; null while that is counted. @param pointer of the condition in its document */
export function useLeft(reached: Reached, pointer: string): readonly Left[] | null {
  const words = useWords(CONDITION_WORDS);
  const { count, share } = useFormats();
  if (reached.state === 'counting') return null;
  if (reached.state === 'uncounted') return [];
  return reached.preview.after.map((step) => ({
    pointer: pointer + step.at.slice('/condition'.length),
    words: words.left(count(step.count), share(step.share)),
  }));
}

interface ConditionPreviewProps {
  readonly reached: Reached;
  /** Whether people could be counted at all, were nothing wrong. */
  readonly isCountable: boolean;
}

/** The condition in a sentence, how many people it reaches, and five of them. */
export function ConditionPreview({ reached, isCountable }: ConditionPreviewProps) {
  const words = useWords(WORDS);
  const { count, share } = useFormats();
  if (reached.state !== 'counted') {
    const said = reached.state === 'counting' ? words.counting : isCountable ? words.noCount : words.notCounted;
    return (
      <Text c="dimmed" size="sm" aria-live="polite">
        {said}
      </Text>
    );
  }
  const { preview } = reached;
  const { interval } = preview.result;
  return (
    <Stack gap="xs">
      <Text fw={600} aria-live="polite" data-reaches={preview.result.count}>
        {words.reaches(count(preview.result.count), share(preview.result.share), count(preview.base))}
      </Text>
      <Text size="sm">{words.sentence(capitalised(preview.words))}</Text>
      {interval !== null && (
        <Text size="xs" c="dimmed">
          {words.sampled(count(interval.low), count(interval.high), count(preview.examined))}
        </Text>
      )}
      {preview.note !== null && (
        <Text size="xs" c="dimmed">
          {preview.note}
        </Text>
      )}
      <Examples people={preview.examples} />
    </Stack>
  );
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Examples({ people }: { readonly people: Preview['examples'] }) {
  const words = useWords(WORDS);
  const factWords = useFactWords();
  const { decimal } = useFormats();
  if (people.length === 0) return <Text size="sm">{words.nobody}</Text>;
  const shown = (value: unknown) => (typeof value === 'number' ? decimal(value) : String(value));
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {words.examples}
      </Text>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={4} aria-label={words.examples}>
        <Table.Tbody>
          {people.map(({ userId, facts: known }) => (
            <Table.Tr key={userId}>
              <Table.Th scope="row" fw={400}>
                <Code>{userId}</Code>
              </Table.Th>
              <Table.Td>
                <List size="xs" listStyleType="none">
                  {Object.entries(known).map(([name, value]) => (
                    <List.Item key={name}>
                      {factWords(name)}: {shown(value)}
                    </List.Item>
                  ))}
                </List>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

import { Group, List, Stack, Text, Title } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { type CampaignPreview } from '../queries.js';
import { Word } from '../state-badge.js';
import { WORDS } from '../words/index.js';

const COLOURS = { ok: 'green', warned: 'yellow', refused: 'red' } as const;

/** Whether models know such people as they are to score. */
export function ModelChecks({ checks }: { readonly checks: CampaignPreview['models'] }) {
  const words = useWords(WORDS);
  if (checks.length === 0) return null;
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.knows}
      </Title>
      {checks.map(({ model, version, result, headline, notes }) => (
        <Stack key={model} gap={4}>
          <Group gap="xs">
            <Text fw={600}>{`${model} ${String(version)}`}</Text>
            <Word colour={COLOURS[result]}>{words.verdicts[result]}</Word>
          </Group>
          <Text size="sm">{headline}</Text>
          {notes.length > 0 && (
            <List size="sm">
              {notes.map((note) => (
                <List.Item key={note}>{note}</List.Item>
              ))}
            </List>
          )}
        </Stack>
      ))}
    </Stack>
  );
}

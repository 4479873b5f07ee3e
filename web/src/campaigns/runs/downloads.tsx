import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type CampaignRun } from '../queries.js';
import { WORDS } from '../words/index.js';

const FORMATS = ['csv', 'parquet', 'ndjson'] as const;

/** The list as a file: the browser saves it as it comes. */
export function Downloads({ run: { id, manifest } }: { readonly run: CampaignRun }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const [format, setFormat] = useState<string>('csv');
  const parts = [
    'list' as const,
    ...(manifest?.changes == null ? [] : (['entered', 'left'] as const)),
    ...(manifest?.match === undefined ? [] : (['match'] as const)),
  ];
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.downloads}
      </Title>
      <Group gap="xs" align="end">
        {parts.map((part) => (
          <Button
            key={part}
            component="a"
            variant={part === 'list' ? 'filled' : 'default'}
            href={`/v1/campaigns/${id}/audience?part=${part}${part === 'match' ? '' : `&format=${format}`}`}
            download
          >
            {words.download[part]}
          </Button>
        ))}
        <NativeSelect
          aria-label={words.format}
          data={[...FORMATS]}
          value={format}
          onChange={({ currentTarget }) => setFormat(currentTarget.value)}
          w={110}
        />
      </Group>
      <Text size="sm">
        {manifest?.changes == null
          ? words.downloadsHint
          : `${words.changes(count(manifest.changes.entered), count(manifest.changes.left))} ${words.downloadsHint}`}
      </Text>
    </Stack>
  );
}

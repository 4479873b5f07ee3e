import { Alert, Anchor, Button, Group, Loader, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Page } from '../../parts/page.js';
import { Unread } from '../../parts/unread.js';
import { useWords } from '../../words/language.js';
import { type CampaignPreview, useCampaign } from '../queries.js';
import { WORDS } from '../words/index.js';
import { Funnel } from './funnel.js';
import { OfferedPeople } from './offered.js';
import { ModelChecks } from './model-checks.js';

const SAMPLES = { small: 20_000, usual: 100_000, all: 'all' } as const;
type Sample = keyof typeof SAMPLES;

/** Whom a campaign would reach now, step by step. Nobody is chosen for it, and nothing is written down. */
export function PreviewPage() {
  const words = useWords(WORDS);
  const { id } = useParams({ from: '/campaigns/$id/preview' });
  const [sample, setSample] = useState<Sample>('small');
  const title = useCampaign(id).data?.title ?? id;
  const preview = usePreview(id, sample);
  return (
    <Page
      title={words.previewOf(title)}
      sentence={preview.data === undefined ? undefined : <Finding preview={preview.data} />}
      actions={
        <Button component={Link} to={`/campaigns/${id}`} variant="default">
          {title}
        </Button>
      }
    >
      <Group gap="xs">
        <Text size="sm" id="sample">
          {words.sample}
        </Text>
        <SegmentedControl
          aria-labelledby="sample"
          value={sample}
          onChange={(value) => setSample(value as Sample)}
          data={Object.entries(words.samples).map(([value, label]) => ({ value, label }))}
        />
      </Group>
      {preview.isPending && (
        <Group role="status">
          <Loader size="sm" />
          <Text>{words.looking}</Text>
        </Group>
      )}
      {preview.isError && <Unread failure={preview.error} again={() => void preview.refetch()} />}
      {preview.data !== undefined && <Seen preview={preview.data} />}
    </Page>
  );
}

/** Who leaves the page, or asks otherwise, ends it. */
function usePreview(campaign: string, sample: Sample) {
  return useQuery({
    queryKey: ['campaign-preview', campaign, sample],
    queryFn: ({ signal }) =>
      answerOf(api.POST('/v1/campaigns/preview', { body: { campaign, sample: SAMPLES[sample] }, signal })),
    staleTime: 60_000,
  });
}

function Finding({ preview: { base, offered, steps, exact, examined } }: { readonly preview: CampaignPreview }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const [largest] = steps.toSorted((a, b) => b.stopped.count - a.stopped.count);
  return (
    <>
      {offered.count === 0
        ? words.previewNobody(count(base))
        : words.previewSentence(count(offered.count), count(base))}{' '}
      {largest !== undefined && largest.stopped.count > 0 && words.largest(count(largest.stopped.count), largest.words)}{' '}
      {!exact && words.estimated(count(examined))}
    </>
  );
}

function Seen({ preview }: { readonly preview: CampaignPreview }) {
  const words = useWords(WORDS);
  return (
    <Stack gap="xl">
      {[...preview.notes, ...preview.held].map((note) => (
        <Alert key={note} color="yellow" c="var(--mantine-color-text)">
          {note}
        </Alert>
      ))}
      <Funnel preview={preview} />
      <OfferedPeople preview={preview} />
      <ModelChecks checks={preview.models} />
      <Text size="sm">
        <Anchor component={Link} to={`/rules/strategies/${preview.strategy}`}>
          {words.says.strategy(preview.strategy)}
        </Anchor>
      </Text>
    </Stack>
  );
}

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { LoadedPage } from '../parts/loaded-page.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { campaignWords } from './document-words.js';
import {
  type Campaign,
  type CampaignRun,
  isBooked,
  isRolling,
  isUnderWay,
  useCampaign,
  useRuns,
  useStrategy,
} from './queries.js';
import { Guardrails } from './results/guardrails.js';
import { Results } from './results/results.js';
import { Rolling } from './rolling/rolling.js';
import { DryRun, StartRun } from './runs/start-run.js';
import { RunProgress } from './runs/run-progress.js';
import { RunsTable } from './runs/runs-table.js';
import { WORDS } from './words/index.js';

/** One campaign: what it says, what it did, and what can be done with it. */
export function CampaignPage() {
  const { id } = useParams({ from: '/campaigns/$id' });
  const campaign = useCampaign(id);
  return (
    <LoadedPage query={campaign} title={id}>
      {(document) => <OneCampaign document={document} />}
    </LoadedPage>
  );
}

function OneCampaign({ document }: { readonly document: Campaign }) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const runs = useRuns(document.id);
  const strategy = useStrategy(document.strategy).data?.title ?? document.strategy;
  const open = runs.data?.find((run) => isUnderWay(run) && !run.dryRun);
  const rolls = isRolling(document);
  return (
    <Page
      title={document.title}
      sentence={campaignWords(document, { says: words.says, formats, strategy })}
      actions={
        <>
          <Button component={Link} to={`/campaigns/${document.id}/preview`} variant="default">
            {words.preview}
          </Button>
          <DryRun campaign={document.id} />
          {!rolls && <StartRun campaign={document.id} isOpen={open !== undefined} />}
        </>
      }
    >
      <Group gap="md">
        <Anchor component={Link} to={`/rules/strategies/${document.strategy}`} size="sm">
          {strategy}
        </Anchor>
        <Anchor component={Link} to={`/rules/campaigns/${document.id}`} size="sm">
          {words.document}
        </Anchor>
      </Group>
      {rolls && <Rolling id={document.id} />}
      {open !== undefined && <RunProgress run={open} />}
      <Loaded query={runs}>{(all) => <Ran document={document} runs={all} rolls={rolls} />}</Loaded>
      <Guardrails strategy={document.strategy} />
    </Page>
  );
}

interface RanProps {
  readonly document: Campaign;
  readonly runs: readonly CampaignRun[];
  readonly rolls: boolean;
}

function Ran({ document, runs, rolls }: RanProps) {
  const words = useWords(WORDS);
  const hasResults = rolls || runs.some(isBooked);
  if (runs.length === 0 && !rolls) {
    return (
      <Alert color="blue" c="var(--mantine-color-text)">
        {words.noRuns}
      </Alert>
    );
  }
  return (
    <Stack gap="xl">
      {hasResults ? (
        <Results of={document.id} sentence={words.resultsOfAll} />
      ) : (
        <Text c="dimmed">{words.noResults}</Text>
      )}
      {runs.length > 0 && <RunsTable document={document} runs={runs} />}
    </Stack>
  );
}

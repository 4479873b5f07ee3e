import { Anchor, Button, Stack } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useFormats } from '../../parts/formats.js';
import { LoadedPage } from '../../parts/loaded-page.js';
import { Page } from '../../parts/page.js';
import { useWords } from '../../words/language.js';
import { type CampaignRun, isBooked, reachedBy, useCampaign, useRun } from '../queries.js';
import { Results } from '../results/results.js';
import { WORDS } from '../words/index.js';
import { Chosen } from './chosen.js';
import { Downloads } from './downloads.js';
import { RunProgress, useLiveRun } from './run-progress.js';

/** One run of a campaign: how far it is, whom it chose, its list, and what it brought. */
export function RunPage() {
  const { run: id } = useParams({ from: '/campaigns/$id/runs/$run' });
  const run = useRun(id);
  return (
    <LoadedPage query={run} title={id}>
      {(found) => <OneRun key={found.id} read={found} />}
    </LoadedPage>
  );
}

function OneRun({ read }: { readonly read: CampaignRun }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const run = useLiveRun(read);
  const campaign = useCampaign(run.campaign);
  return (
    <Page
      title={words.runOf(run.title, moment(run.createdAt))}
      sentence={<Finding run={run} />}
      actions={
        <Button
          component={Link}
          to={campaign.data === undefined ? '/campaigns' : `/campaigns/${run.campaign}`}
          variant="default"
        >
          {campaign.data?.title ?? words.all}
        </Button>
      }
    >
      <RunProgress run={read} />
      {isBooked(run) && <Downloads run={run} />}
      {run.manifest !== null && <Chosen run={run} manifest={run.manifest} budget={campaign.data?.limits?.budget} />}
      {isBooked(run) && <Results of={run.id} />}
      <Stack>
        <Anchor component={Link} to={`/rules/strategies/${run.strategy}`} size="sm">
          {words.says.strategy(run.strategy)}
        </Anchor>
      </Stack>
    </Page>
  );
}

/** Whom the run chose, in sentences. */
function Finding({ run }: { readonly run: CampaignRun }) {
  const words = useWords(WORDS);
  const { count, money } = useFormats();
  const reached = reachedBy(run);
  if (reached === null || run.manifest === null) return <>{words.steps[run.state]}</>;
  const { people, heldOut, expected } = reached;
  const [all, of] = [count(run.manifest.audience.people), count(people)];
  const first =
    people === 0 || expected.cost === 0
      ? words.chosenPlain(of, all)
      : words.chosenSentence(of, all, money(expected.cost), money(expected.profit));
  return <>{heldOut === 0 ? first : `${first} ${words.heldOut(count(heldOut))}`}</>;
}

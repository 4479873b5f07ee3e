import { Alert, Button, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { answerOf, api } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useFollowed } from '../../parts/jobs/followed.js';
import { useFormats } from '../../parts/formats.js';
import { isUnderWay, JobCard } from '../../parts/jobs/job-card.js';
import { Loaded } from '../../parts/loaded.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type Ladder, type Selectors } from './backtest-report.js';
import { LadderChart } from './ladder-chart.js';
import { type Backtest, backtestsKey, useBacktest, useBacktests } from '../queries.js';
import { SelectorsChart } from './selectors-chart.js';
import { WORDS } from './words.js';

type Entry = NonNullable<ReturnType<typeof useBacktests>['data']>[number];
const COMPARISONS = ['ladder', 'selectors'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** What each layer of a strategy, and its models beside the human rule, would have earned on history. */
export function LayersTab({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const backtests = useBacktests(id);
  return (
    <Stack gap="lg">
      <Text>{words.about}</Text>
      <Start id={id} sources={(backtests.data ?? []).map(({ source }) => source)} />
      <Loaded query={backtests}>{(all) => <Replays id={id} all={all} />}</Loaded>
    </Stack>
  );
}

function Replays({ id, all }: { readonly id: string; readonly all: readonly Entry[] }) {
  const words = useWords(WORDS);
  const [latest] = all;
  const latestOf = (compare: Comparison) => all.find((one) => one.compare === compare && one.state === 'succeeded');
  const told = COMPARISONS.flatMap((compare) => latestOf(compare) ?? []);
  return (
    <Stack gap="xl">
      {latest !== undefined && latest.state !== 'succeeded' && <Replay key={latest.id} id={id} job={latest} />}
      {told.length === 0 && <Text>{words.none}</Text>}
      {told.map((one) => (
        <Told key={one.id} id={id} run={one.id} />
      ))}
    </Stack>
  );
}

function Told({ id, run }: { readonly id: string; readonly run: string }) {
  const backtest = useBacktest(id, run);
  return (
    <Loaded query={backtest} height={300}>
      {(found) => <Found backtest={found} />}
    </Loaded>
  );
}

function Found({ backtest }: { readonly backtest: Backtest }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { compare, report, createdAt, source } = backtest;
  if (report === null) return null;
  return (
    <Stack component="section">
      <Title order={2} size="h3">
        {compare === 'ladder' ? words.ladderTitle : words.selectorsTitle}
      </Title>
      {compare === 'ladder' ? (
        <LadderChart ladder={report as unknown as Ladder} />
      ) : (
        <SelectorsChart report={report as unknown as Selectors} />
      )}
      <Text size="xs" c="dimmed">
        {words.when(moment(createdAt), source === STORED ? words.stored : source)}
      </Text>
    </Stack>
  );
}

function Replay({ id, job }: { readonly id: string; readonly job: Entry }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { why } = useMay('marketer');
  const path = `/v1/strategies/${encodeURIComponent(id)}/backtests/${job.id}/events`;
  const followed = useFollowed('backtest', isUnderWay(job) ? path : null) ?? job;
  const hasEnded = !isUnderWay(followed) && isUnderWay(job);
  const readAgain = () => queries.invalidateQueries({ queryKey: backtestsKey(id) });
  useEffect(() => {
    if (hasEnded) void queries.invalidateQueries({ queryKey: backtestsKey(id) });
  }, [hasEnded, id, queries]);
  const params = { path: { id, run: job.id } };
  return (
    <JobCard
      title={words.job}
      job={followed}
      disabled={why}
      onCancel={() => void answerOf(api.DELETE('/v1/strategies/{id}/backtests/{run}', { params })).then(readAgain)}
      onRetry={() => void answerOf(api.POST('/v1/strategies/{id}/backtests/{run}/retry', { params })).then(readAgain)}
    />
  );
}

const STORED = 'stored history';

/** Asks what to replay, and lets it be replayed. */
function Start({ id, sources }: { readonly id: string; readonly sources: readonly string[] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { may, why } = useMay('marketer');
  const [written, write] = useState<string | null>(null);
  const usual = sources.find((source) => source !== STORED) ?? '';
  const data = (written ?? usual).trim();
  const start = useMutation({
    mutationFn: (compare: Comparison) => {
      const body = { compare, seed: 1, versions: {}, ...(data === '' ? {} : { data }) };
      return answerOf(api.POST('/v1/strategies/{id}/backtest', { params: { path: { id } }, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: backtestsKey(id) }),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    start.mutate('ladder');
  };
  return (
    <Card withBorder component="form" onSubmit={submit}>
      <Stack gap="xs">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={words.data}
            description={words.dataHint}
            value={written ?? usual}
            onChange={({ currentTarget }) => write(currentTarget.value)}
          />
        </SimpleGrid>
        <Group>
          <Button type="submit" disabled={!may} title={why} loading={start.isPending}>
            {words.ladder}
          </Button>
          <Button
            variant="default"
            disabled={!may}
            title={why}
            loading={start.isPending}
            onClick={() => start.mutate('selectors')}
          >
            {words.selectors}
          </Button>
        </Group>
        {start.error !== null && (
          <Alert color="red" role="alert">
            <FailureWords failure={start.error} />
          </Alert>
        )}
      </Stack>
    </Card>
  );
}

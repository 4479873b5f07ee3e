import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { useWords } from '../words/language.js';
import { type Experiment, useExperiments, useHoldoutOfAll, useReadout } from './queries.js';
import { VERDICT_COLOURS } from './readout/verdict-colours.js';
import { WORDS } from './words.js';

type Experiments = NonNullable<ReturnType<typeof useExperiments>['data']>;

/** All experiments with what to do about each, and what everything brings together. */
export function ExperimentsPage() {
  const words = useWords(WORDS);
  const experiments = useExperiments();
  return (
    <Page
      title={words.title}
      sentence={experiments.isSuccess ? words.list(experiments.data.experiments.length) : undefined}
      actions={
        <Button variant="default" component={Link} to="/experiments/power">
          {words.power}
        </Button>
      }
    >
      <Loaded query={experiments}>{(all) => <All all={all} />}</Loaded>
    </Page>
  );
}

function All({ all }: { readonly all: Experiments }) {
  const words = useWords(WORDS);
  const { experiments, others, holdoutOfAll } = all;
  return (
    <>
      <Card withBorder>
        <Title order={2} size="h4">
          <PageLink to="/experiments/holdout-of-all" inherit>
            {words.all.title}
          </PageLink>
        </Title>
        {holdoutOfAll === null ? <Text>{words.all.none}</Text> : <Together />}
      </Card>
      {experiments.length > 0 && (
        <Stack gap="xs" component="section">
          <Title order={2} size="h3">
            {words.running}
          </Title>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {experiments.map((experiment) => (
              <OneExperiment key={experiment.strategy} experiment={experiment} />
            ))}
          </SimpleGrid>
        </Stack>
      )}
      {others.length > 0 && <Others others={others} />}
    </>
  );
}

/** What everything brings together, in a sentence. */
function Together() {
  const holdout = useHoldoutOfAll();
  return (
    <Loaded query={holdout} height={40}>
      {({ verdict }) => <Text>{verdict.words}</Text>}
    </Loaded>
  );
}

function Others({ others }: Pick<Experiments, 'others'>) {
  const words = useWords(WORDS);
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h3">
        {words.others}
      </Title>
      <Text size="sm">{words.othersHint}</Text>
      <Group gap="md">
        {others.map(({ strategy, title }) => (
          <PageLink key={strategy} to="/experiments/$id" params={{ id: strategy }} search={{ tab: 'layers' }}>
            {title}
          </PageLink>
        ))}
      </Group>
    </Stack>
  );
}

/** An experiment, and its verdict as soon as it is seen: readouts are work for the database. */
function OneExperiment({ experiment }: { readonly experiment: Experiment }) {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const { ref, entry } = useIntersection();
  const { strategy: id, title, arms, holdout } = experiment;
  const readout = useReadout(id, { by: [], bands: null }, entry?.isIntersecting === true);
  const verdict = (readout.data?.arms ?? readout.data?.treatment)?.verdict ?? null;
  return (
    <Card withBorder ref={ref}>
      <Stack gap={6}>
        <Group justify="space-between">
          <PageLink to="/experiments/$id" params={{ id }} fw={600}>
            {title}
          </PageLink>
          {verdict !== null && (
            <Badge variant="outline" c="var(--mantine-color-text)" tt="none" color={VERDICT_COLOURS[verdict.kind]}>
              {words.verdicts[verdict.kind]}
            </Badge>
          )}
        </Group>
        {verdict !== null && <Text size="sm">{verdict.words}</Text>}
        {readout.isError && <Text size="sm">{readout.error.message}</Text>}
        <Text size="xs" c="dimmed">
          {[
            ...(arms.length > 1 ? [words.arms(arms.map((arm) => `${arm.id} ${share(arm.share)}`))] : []),
            ...(holdout > 0 ? [words.heldOut(share(holdout))] : []),
          ].join(' · ')}
        </Text>
      </Stack>
    </Card>
  );
}

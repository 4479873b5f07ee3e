import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/page-link.js';
import { useWords } from '../words/language.js';
import { experimentOf, type Strategy, useHoldoutOfAll, useReadout, useStrategies } from './queries.js';
import { VERDICT_COLOURS } from './verdict-colours.js';
import { WORDS } from './words.js';

/** All experiments with what to do about each, and what everything brings together. */
export function ExperimentsPage() {
  const words = useWords(WORDS);
  const strategies = useStrategies();
  const running = (strategies.data ?? []).filter((strategy) => experimentOf(strategy).isExperiment);
  return (
    <Page
      title={words.title}
      sentence={strategies.isSuccess ? words.list(running.length) : undefined}
      actions={
        <Button variant="default" component={Link} to="/experiments/power">
          {words.power}
        </Button>
      }
    >
      <Together />
      <Loaded query={strategies}>{(all) => <Strategies all={all} />}</Loaded>
    </Page>
  );
}

/** What everything brings together, in a sentence. */
function Together() {
  const words = useWords(WORDS);
  const holdout = useHoldoutOfAll();
  return (
    <Card withBorder>
      <Stack gap={6}>
        <Title order={2} size="h4">
          <PageLink to="/experiments/holdout-of-all" inherit>
            {words.all.title}
          </PageLink>
        </Title>
        <Loaded query={holdout} height={40}>
          {(readout) => <Text>{readout === null ? words.all.none : readout.verdict.words}</Text>}
        </Loaded>
      </Stack>
    </Card>
  );
}

function Strategies({ all }: { readonly all: readonly Strategy[] }) {
  const words = useWords(WORDS);
  const running = all.filter((strategy) => experimentOf(strategy).isExperiment);
  const others = all.filter((strategy) => !experimentOf(strategy).isExperiment);
  return (
    <>
      {running.length > 0 && (
        <Stack gap="xs" component="section">
          <Title order={2} size="h3">
            {words.running}
          </Title>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {running.map((strategy) => (
              <Experiment key={strategy.id} strategy={strategy} />
            ))}
          </SimpleGrid>
        </Stack>
      )}
      {others.length > 0 && (
        <Stack gap="xs" component="section">
          <Title order={2} size="h3">
            {words.others}
          </Title>
          <Text size="sm">{words.othersHint}</Text>
          <Group gap="md">
            {others.map(({ id, title }) => (
              <PageLink key={id} to="/experiments/$id" params={{ id }}>
                {title}
              </PageLink>
            ))}
          </Group>
        </Stack>
      )}
    </>
  );
}

/** An experiment, and its verdict as soon as it is seen: readouts are work for the database. */
function Experiment({ strategy }: { readonly strategy: Strategy }) {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const { ref, entry } = useIntersection();
  const { id, title } = strategy;
  const { arms, holdout } = experimentOf(strategy);
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
            <Badge variant="outline" color={VERDICT_COLOURS[verdict.kind]}>
              {words.verdicts[verdict.kind]}
            </Badge>
          )}
        </Group>
        {verdict !== null && <Text size="sm">{verdict.words}</Text>}
        {readout.isError && <Text size="sm">{readout.error.message}</Text>}
        <Text size="xs" c="dimmed">
          {[
            ...(arms.length > 1 ? [words.arms(arms.join(', '))] : []),
            ...(holdout > 0 ? [words.heldOut(share(holdout))] : []),
          ].join(' · ')}
        </Text>
      </Stack>
    </Card>
  );
}

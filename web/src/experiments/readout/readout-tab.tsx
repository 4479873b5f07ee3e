import { Alert, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { FailureWords } from '../../parts/failure-words.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { PageLink } from '../../parts/links/page-link.js';
import { useWords } from '../../words/language.js';
import { CourseChart } from './course-chart.js';
import { HealthChecks } from './health-checks.js';
import { type Readout, type StrategyReadout, type ToldApart, useReadout } from '../queries.js';
import { ArmsTable, Differences, FiguresTable } from './readout-figures.js';
import { RecordEvidence } from './record-evidence.js';
import { ReadoutSegments, TellApart } from './readout-segments.js';
import { withNames } from './named-sides.js';
import { VERDICT_COLOURS } from './verdict-colours.js';
import { WORDS } from '../words.js';

const TOGETHER: ToldApart = { by: [], bands: null };

/** What to do about an experiment, whether it is healthy, and then what it showed. */
export function ReadoutTab({ id }: { readonly id: string }) {
  const [apart, tellApart] = useState<ToldApart>(TOGETHER);
  const together = useReadout(id, TOGETHER);
  const told = useReadout(id, apart);
  return (
    <Loaded query={together} height={400}>
      {(all) => (
        <Stack gap="xl">
          <Comparisons id={id} readout={told.data ?? all} />
          <RecordEvidence id={id} readout={all} />
          <TellApart apart={apart} readout={told.data ?? all} isAsked={told.isFetching} onChange={tellApart} />
          {told.error !== null && (
            <Alert color="red" role="alert">
              <FailureWords failure={told.error} />
            </Alert>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

/** What to do about a strategy that proves nothing. */
export function NoExperiment({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  return (
    <Alert color="blue">
      <Stack gap="xs" align="start">
        <Text>{words.readout.none}</Text>
        <Text>{words.readout.how}</Text>
        <PageLink to="/experiments/power" c="inherit" underline="always">
          {words.power}
        </PageLink>
        <PageLink to="/rules/$collection/$id" params={{ collection: 'strategies', id }} c="inherit" underline="always">
          {words.readout.open}
        </PageLink>
      </Stack>
    </Alert>
  );
}

interface ComparisonsProps {
  readonly id: string;
  readonly readout: StrategyReadout;
}

function Comparisons({ id, readout }: ComparisonsProps) {
  const { arms, treatment, plan } = readout;
  const first = arms === null ? 'treatment' : 'arms';
  return (
    <>
      {(['arms', 'treatment'] as const).map((compared) => {
        const read = readout[compared];
        return read === null ? null : (
          <Comparison
            key={compared}
            id={id}
            compared={compared}
            read={read}
            isFirst={compared === first}
            hasSeveral={arms !== null && treatment !== null}
            plan={compared === 'arms' ? (plan?.words ?? null) : null}
          />
        );
      })}
    </>
  );
}

interface ComparisonProps {
  readonly id: string;
  readonly compared: 'arms' | 'treatment';
  readonly read: Readout;
  /** Whose verdict is acted on. */
  readonly isFirst: boolean;
  readonly hasSeveral: boolean;
  /** How much of what was planned is reached. */
  readonly plan: string | null;
}

function Comparison({ id, compared, read, isFirst, hasSeveral, plan }: ComparisonProps) {
  const words = useWords(WORDS);
  const named = compared === 'treatment' ? withNames(read, words.readout.sides) : read;
  return (
    <Stack component="section" gap="lg">
      {hasSeveral && (
        <Title order={2} size="h3">
          {words.readout.comparison[compared]}
        </Title>
      )}
      <Verdict id={id} compared={compared} read={read} isFirst={isFirst} plan={plan} />
      <HealthChecks health={read.health} checks={read.checks} />
      <Differences read={named} />
      {isFirst && read.health === 'healthy' && <CourseChart id={id} people={read.people} />}
      <ArmsTable read={named} of={words.readout.comparison[compared]} />
      <FiguresTable read={named} of={words.readout.comparison[compared]} />
      <ReadoutSegments read={named} />
    </Stack>
  );
}

function Verdict({ id, compared, read, isFirst, plan }: Omit<ComparisonProps, 'hasSeveral'>) {
  const words = useWords(WORDS);
  const { count, decimal } = useFormats();
  const { verdict, people, days, reading } = read;
  const { act, actOnOffers } = words.readout;
  const onArms = verdict.kind === 'ship' ? act.ship(verdict.arm ?? '') : act[verdict.kind];
  const isEnd = verdict.kind === 'ship' || verdict.kind === 'stop';
  const told = compared === 'treatment' && isEnd ? actOnOffers[verdict.kind] : onArms;
  return (
    <Alert color={VERDICT_COLOURS[verdict.kind]} title={words.verdicts[verdict.kind]}>
      <Stack gap={6}>
        <Text fw={600}>{verdict.words}</Text>
        {plan !== null && <Text>{plan}</Text>}
        {isFirst && (
          <Text>
            {`${words.readout.now(told)} `}
            <PageLink
              to="/rules/$collection/$id"
              params={{ collection: 'strategies', id }}
              c="inherit"
              underline="always"
            >
              {words.readout.open}
            </PageLink>
          </Text>
        )}
        <Text size="sm">
          {words.readout.people(count(people), decimal(days ?? 0), words.readout.readings[reading])}
        </Text>
      </Stack>
    </Alert>
  );
}

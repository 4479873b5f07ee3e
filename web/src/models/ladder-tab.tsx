import { Badge, Box, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';
import { useFormats } from '../parts/formats.js';
import { PageLink } from '../parts/links/page-link.js';
import { useWords } from '../words/language.js';
import { JudgeButton } from './changes/judge-button.js';
import { type KnownVersion } from './looked-at.js';
import { useStrategies, type Version } from './queries.js';
import { namesModel } from './threshold/score-conditions.js';
import { CLIMBED } from './stage-colours.js';
import { WORDS } from './words/index.js';

interface LadderTabProps {
  readonly id: string;
  /** Null of a model that nobody trained. */
  readonly version: Version | null;
  readonly known: KnownVersion | null;
}

/** The stages of a version: what each said, and how the next is reached. */
export function LadderTab({ id, version, known }: LadderTabProps) {
  const words = useWords(WORDS);
  const next = known?.stages.find(({ result }) => result !== 'passed')?.stage ?? null;
  const said = known === null ? null : next === null ? words.ladder.complete : words.ladder.next(words.stages[next]);
  return (
    <Stack>
      <Title order={2} size="h3">
        {words.ladder.title}
      </Title>
      {said !== null && <Text>{said}</Text>}
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {CLIMBED.map((stage) => (
          <Box component="li" key={stage}>
            <Step id={id} stage={stage} known={known} version={version} />
          </Box>
        ))}
      </Stack>
    </Stack>
  );
}

type Result = 'passed' | 'failed' | 'missing' | 'done';

const COLOURS: Readonly<Record<Result, string>> = { passed: 'green', done: 'green', failed: 'red', missing: 'gray' };

function Step({ id, stage, known, version }: LadderTabProps & { readonly stage: (typeof CLIMBED)[number] }) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const proof = known?.stages.find((one) => one.stage === stage);
  const result = proof?.result ?? plainResult(stage, known);
  const by = proof?.by ?? null;
  return (
    <Card withBorder padding="sm">
      <Group gap="xs">
        <Text fw={600} tt="capitalize">
          {words.stages[stage]}
        </Text>
        <Badge variant="outline" c="var(--mantine-color-text)" tt="none" color={COLOURS[result]}>
          {words.ladder.result[result]}
        </Badge>
        {by !== null && (
          <Text size="xs" c="dimmed">
            {words.ladder.by(by, formats.moment(proof?.at ?? 0))}
          </Text>
        )}
      </Group>
      <Text size="sm">{words.ladder.meaning[stage]}</Text>
      {proof?.words.map((sentence) => (
        <Text key={sentence} size="sm" mt={4}>
          {asSentence(sentence)}
        </Text>
      ))}
      {proof !== undefined && version !== null && proof.result !== 'passed' && (
        <HowToProve id={id} version={version} stage={proof.stage} command={proof.next} />
      )}
    </Card>
  );
}

/** Of the stages that need no evidence. */
function plainResult(stage: (typeof CLIMBED)[number], known: KnownVersion | null): Result {
  if (stage === 'draft' || (stage === 'trained' && known !== null)) return 'done';
  return stage === 'champion' && known?.stage === 'champion' ? 'done' : 'missing';
}

interface HowToProveProps {
  readonly id: string;
  readonly version: Version;
  readonly stage: KnownVersion['stages'][number]['stage'];
  /** That proves it, on the command line. */
  readonly command: string | null;
}

function HowToProve({ id, version, stage, command }: HowToProveProps) {
  const words = useWords(WORDS);
  return (
    <Stack gap="xs" mt="xs" align="start">
      {stage === 'validated' && <JudgeButton id={id} version={version} />}
      {stage === 'backtested' && <ByStrategies id={id} said={words.ladder.howBacktested} tab="layers" />}
      {stage === 'live' && <ByStrategies id={id} said={words.ladder.howLive} tab="readout" />}
      {command !== null && (
        <Text size="xs">
          {words.ladder.command} <Code>{command}</Code>
        </Text>
      )}
    </Stack>
  );
}

interface ByStrategiesProps {
  readonly id: string;
  readonly said: ReactNode;
  readonly tab: 'layers' | 'readout';
}

function ByStrategies({ id, said, tab }: ByStrategiesProps) {
  const words = useWords(WORDS);
  const { data: strategies = [] } = useStrategies();
  const using = strategies.filter((strategy) => namesModel(strategy, id));
  if (using.length === 0) return <Text size="sm">{words.ladder.noStrategy}</Text>;
  return (
    <Text size="sm" component="div">
      {said}{' '}
      {using.map((strategy, place) => (
        <span key={strategy.id}>
          {place > 0 && ', '}
          <PageLink to="/experiments/$id" params={{ id: strategy.id }} search={{ tab }}>
            {strategy.title}
          </PageLink>
        </span>
      ))}
    </Text>
  );
}

/** With a capital at its beginning, unless that is an id such as of a treatment. */
function asSentence(words: string): string {
  return /^[a-z]+[ ,]/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

import { Anchor, Button, Card, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { type Profit, type Trade } from '../evaluation.js';
import { type Strategy } from '../queries.js';
import { type ScoreCondition } from './score-conditions.js';
import { WORDS } from '../words/index.js';

interface ThresholdUseProps {
  readonly id: string;
  readonly chosen: Trade;
  /** By whose money it was judged. */
  readonly strategy: Strategy | null;
  /** Where the strategy compares this model's score. */
  readonly condition: ScoreCondition | null;
  readonly profit: Profit | null;
}

const DIGITS = 1e4;
const rounded = (value: number): number => Math.round(value * DIGITS) / DIGITS;

/** Carries the chosen threshold into the strategy: its editor opens with the value put in, or the condition is copied. */
export function ThresholdUse({ id, chosen, strategy, condition, profit }: ThresholdUseProps) {
  const words = useWords(WORDS).threshold;
  if (strategy === null) return <Text size="sm">{words.useNowhere}</Text>;
  const told = ({ as }: Pick<ScoreCondition, 'as'>, value: number) =>
    (as === 'rank' ? words.rank : words.score)(String(value));
  const value = condition?.as === 'rank' ? rounded(1 - chosen.share) : rounded(chosen.threshold ?? 1);
  return (
    <Card withBorder>
      <Stack gap="xs" align="start">
        <Title order={3} size="h4">
          {words.use}
        </Title>
        {condition === null ? (
          <>
            <Text size="sm">{words.useNone(strategy.title)}</Text>
            <Copied text={JSON.stringify(newCondition(id, value, profit))} />
          </>
        ) : (
          <>
            <Text size="sm">
              {words.usePublished(strategy.title, told(condition, condition.value))}{' '}
              {words.useNew(told(condition, value))} {condition.as === 'rank' && words.rankTold}
            </Text>
            <Group>
              <Button component="a" href={editorWith(strategy.id, condition.pointer, value)}>
                {words.useOpen}
              </Button>
              <Copied text={`"value": ${String(value)}`} />
            </Group>
          </>
        )}
        {condition === null && (
          <Anchor href={`/rules/strategies/${encodeURIComponent(strategy.id)}`} size="sm">
            {strategy.title}
          </Anchor>
        )}
      </Stack>
    </Card>
  );
}

/** A strategy's page, with one value changed: see what `change` means there. */
function editorWith(strategy: string, pointer: string, value: number): string {
  return `/rules/strategies/${encodeURIComponent(strategy)}?change=${encodeURIComponent(`${pointer}=${String(value)}`)}`;
}

function newCondition(model: string, value: number, profit: Profit | null): object {
  const operator = profit?.role === 'natural' ? 'lessThan' : 'greaterThanInclusive';
  return { fact: 'score', params: { model }, operator, value };
}

function Copied({ text }: { readonly text: string }) {
  const words = useWords(WORDS).threshold;
  return (
    <Group gap="xs">
      <Code>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

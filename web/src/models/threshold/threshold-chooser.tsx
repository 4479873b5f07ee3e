import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../parts/formats.js';
import { Tiles } from '../../parts/tiles.js';
import { useWords } from '../../words/language.js';
import { type Evaluation, type Trade } from '../evaluation.js';
import { useStrategies } from '../queries.js';
import { type ScoreCondition, scoreConditions } from './score-conditions.js';
import { CoverageChart, PrecisionChart, ProfitChart } from './threshold-charts.js';
import { ThresholdUse } from './threshold-use.js';
import { thresholdTiles } from './threshold-tiles.js';
import { WORDS } from '../words/index.js';

interface ThresholdChooserProps {
  readonly id: string;
  readonly evaluation: Evaluation;
  readonly trades: readonly Trade[];
}

/** The place among the trades of the one that is nearest by something. */
function nearestTrade(trades: readonly Trade[], distance: (trade: Trade) => number): number {
  const distances = trades.map(distance);
  return distances.indexOf(Math.min(...distances));
}

/** Where the published threshold lies among the trades. */
function publishedAt(trades: readonly Trade[], { as, value }: ScoreCondition): number {
  if (as === 'rank') return nearestTrade(trades, ({ share }) => Math.abs(share - (1 - value)));
  return nearestTrade(trades, ({ threshold }) => (threshold === null ? Infinity : Math.abs(threshold - value)));
}

/** Curves over the threshold with one handle for all, what the chosen threshold means, and the way into the strategy. */
export function ThresholdChooser({ id, evaluation, trades }: ThresholdChooserProps) {
  const words = useWords(WORDS);
  const { profit = null, thresholds } = evaluation;
  const { data: strategies = [] } = useStrategies();
  const strategy = strategies.find((one) => one.id === profit?.strategy) ?? null;
  const condition = scoreConditions(strategy, id)[0] ?? null;
  const published = condition === null ? null : publishedAt(trades, condition);
  const bestOf = thresholds?.find(({ rule }) => rule === 'profit');
  const best =
    bestOf === undefined ? null : nearestTrade(trades, ({ selected }) => Math.abs(selected - bestOf.selected));
  const [moved, move] = useState<number | null>(null);
  const at = moved ?? published ?? best ?? Math.floor(trades.length / 2);
  const rows = trades.at(-1)?.selected ?? 0;
  const [audience, setAudience] = useState<number | null>(null);
  const people = audience ?? rows;
  const chosen = trades[at];
  const places = { best, published };
  const shown = { trades, at, places, profit, scale: people / Math.max(1, rows), onMove: move };
  if (chosen === undefined) return null;
  return (
    <Stack>
      <Finding evaluation={evaluation} trades={trades} best={best} scale={shown.scale} />
      <Choices evaluation={evaluation} trades={trades} published={published} at={at} onMove={move} />
      <Tiles
        tiles={thresholdTiles(
          { chosen, profit, scale: shown.scale },
          { words: words.threshold, formats: useFormats() },
        )}
      />
      <Audience rows={rows} people={people} onChange={setAudience} />
      {profit !== null && <ProfitChart {...shown} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <CoverageChart {...shown} />
        <PrecisionChart {...shown} />
      </SimpleGrid>
      <ThresholdUse id={id} chosen={chosen} strategy={strategy} condition={condition} profit={profit} />
    </Stack>
  );
}

interface FindingProps {
  readonly evaluation: Evaluation;
  readonly trades: readonly Trade[];
  readonly best: number | null;
  readonly scale: number;
}

/** Which threshold earns most, and whether that can be believed. */
function Finding({ evaluation: { profit = null }, trades, best, scale }: FindingProps) {
  const words = useWords(WORDS);
  const { share, money } = useFormats();
  const trade = best === null ? undefined : trades[best];
  if (profit === null || trade?.money == null) return null;
  const isOut = profit.role === 'natural';
  const everybody = (isOut ? trades[0] : trades.at(-1))?.money?.profit.value ?? 0;
  const { value, lower, upper } = profit.checked.overEverybody;
  const reading = lower > 0 ? 'more' : upper < 0 ? 'less' : 'perhaps';
  const gain = `${money(value * scale)} [${money(lower * scale)}, ${money(upper * scale)}]`;
  return (
    <Stack gap={4}>
      <Text fw={600}>
        {trade.money.share === 1
          ? words.threshold.bestEverybody(money(everybody * scale))
          : words.threshold.best(
              share(trade.share),
              money(trade.money.profit.value * scale),
              money(everybody * scale),
              isOut,
            )}
      </Text>
      <Text>{words.threshold.checked[reading](gain)}</Text>
      {profit.basis === 'gross' && <Text>{words.threshold.gross}</Text>}
    </Stack>
  );
}

interface ChoicesProps {
  readonly evaluation: Evaluation;
  readonly trades: readonly Trade[];
  readonly published: number | null;
  readonly at: number;
  readonly onMove: (at: number) => void;
}

/** Thresholds worth looking at, to be gone to. */
function Choices({ evaluation: { thresholds }, trades, published, at, onMove }: ChoicesProps) {
  const words = useWords(WORDS);
  const suggested = (thresholds ?? []).map(({ rule, selected }) => ({
    name: words.threshold.rules[rule],
    place: nearestTrade(trades, (trade) => Math.abs(trade.selected - selected)),
  }));
  const all = [
    ...(published === null ? [] : [{ name: words.threshold.goPublished, place: published }]),
    ...suggested.toReversed(),
  ];
  return (
    <Group gap="xs" role="group" aria-label={words.threshold.suggestions}>
      {all.map(({ name, place }) => (
        <Button
          key={name}
          size="xs"
          variant={place === at ? 'filled' : 'default'}
          aria-pressed={place === at}
          onClick={() => onMove(place)}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}

interface AudienceProps {
  readonly rows: number;
  readonly people: number;
  readonly onChange: (people: number | null) => void;
}

function Audience({ rows, people, onChange }: AudienceProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  return (
    <NumberInput
      label={words.threshold.audience}
      description={words.threshold.audienceHint(count(rows))}
      value={people}
      onChange={(value) => onChange(typeof value === 'number' && value > 0 ? value : null)}
      min={1}
      allowDecimal={false}
      thousandSeparator=","
      maw={320}
    />
  );
}

import { HeatMap } from '../../charts/heat-map.js';
import { IntervalChart } from '../../charts/interval-chart.js';
import { LineChart, type Line } from '../../charts/line-chart.js';
import { lookAt } from '../../charts/looks.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { type Tile, Tiles } from '../../parts/tiles.js';
import { useWords } from '../../words/language.js';
import { factOf, useFacts } from '../use/facts.js';
import { SegmentsOf } from '../use/segments-of.js';
import { inLifeCycle, stageName } from '../findings.js';
import { type Bounded, type HeldOut, type LifetimeReport, type StagePair } from '../reports.js';
import { WORDS } from '../words/index.js';

interface CustomerValueProps {
  /** Id of the analysis. */
  readonly analysis: string;
  readonly report: LifetimeReport;
}

/** What customers are worth, how well that was foretold, and the stages that follow from it. */
export function CustomerValue({ analysis, report }: CustomerValueProps) {
  const { value: words } = useWords(WORDS);
  const { amount, count } = useFormats();
  const { base, heldOut, stages, observed } = report;
  const tile = (name: string, { value, lower, upper }: Bounded, format: (value: number) => string): Tile => {
    const note = lower === null || upper === null ? undefined : words.interval(format(lower), format(upper));
    return { name, value: format(value), note };
  };
  return (
    <>
      <Tiles
        tiles={[
          ...(base.value === null ? [] : [tile(words.base, base.value, amount)]),
          tile(words.buys, base.purchases, count),
          { name: words.customers, value: count(base.people) },
        ]}
      />
      <ModelStages analysis={analysis} byModel={stages.byModel} />
      {heldOut !== null && <Tracking heldOut={heldOut} from={observed.from} />}
      {heldOut !== null && <Ways heldOut={heldOut} />}
      {stages.byRule !== null && <Pairs byRule={stages.byRule} />}
    </>
  );
}

interface ModelStagesProps extends Pick<CustomerValueProps, 'analysis'> {
  readonly byModel: readonly StagePair[];
}

function ModelStages({ analysis, byModel }: ModelStagesProps) {
  const words = useWords(WORDS);
  const { amount, count } = useFormats();
  const { data: facts = {} } = useFacts();
  const inOrder = byModel.toSorted((a, b) => inLifeCycle(a.model, b.model));
  return (
    <Section title={words.value.stages} sentence={words.value.stagesSentence}>
      <IntervalChart
        rows={inOrder.map(({ model, people, purchases, value }) => ({
          name: `${stageName(model, words)}: ${count(people)}`,
          value: value ?? purchases,
          words: value === null ? count(purchases) : amount(value),
        }))}
      />
      <SegmentsOf
        fact={factOf(facts, analysis, 'stage')}
        analysis={analysis}
        values={inOrder.map(({ model }) => ({ value: model, name: stageName(model, words) }))}
      />
    </Section>
  );
}

/** More points say nothing more. */
const MOST_POINTS = 120;
const WEEK_MS = 604_800_000;
const WEEK_DAYS = 7;
/** Of what was held out, as long a time before it is shown. */
const BEFORE = 2;

function Tracking({ heldOut, from }: { readonly heldOut: HeldOut; readonly from: string }) {
  const { value: words } = useWords(WORDS);
  const { count } = useFormats();
  const { forecasts, after, days } = heldOut;
  const begins = (Date.parse(after) - Date.parse(from)) / WEEK_MS;
  const weeks = heldOut.weeks.filter(({ week }) => week >= begins - (BEFORE * days) / WEEK_DAYS);
  const every = Math.max(1, Math.ceil(weeks.length / MOST_POINTS));
  const shown = weeks.filter((_, place) => place % every === 0 || place === weeks.length - 1);
  const lines: readonly Line[] = [
    { name: words.came, look: 'reference', points: shown.map(({ week, purchases }) => ({ x: week, y: purchases })) },
    ...forecasts.map(({ plugin, name }, way) => ({
      name: words.byPlugin[plugin] ?? name,
      look: lookAt(way),
      points: shown.map(({ week, foretold }) => ({ x: week, y: foretold[way] ?? 0 })),
    })),
  ];
  const most = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  return (
    <Section title={words.tracking}>
      <LineChart
        sentence={words.trackingSentence}
        x={{ label: words.week, from: weeks[0]?.week ?? 0, to: weeks.at(-1)?.week ?? 1, format: count }}
        y={{ label: words.purchasesAxis, from: 0, to: most, format: count }}
        lines={lines}
        marks={[{ x: begins, label: words.judgedFrom, look: 'reference' }]}
        table={{
          head: [words.week, words.came, ...forecasts.map(({ plugin, name }) => words.byPlugin[plugin] ?? name)],
          rows: shown.map(({ week, purchases, foretold }) => [count(week), count(purchases), ...foretold.map(count)]),
        }}
      />
    </Section>
  );
}

function Ways({ heldOut: { forecasts } }: { readonly heldOut: HeldOut }) {
  const { value: words } = useWords(WORDS);
  const { count, decimal } = useFormats();
  return (
    <Section title={words.ways} sentence={words.waysSentence}>
      <IntervalChart
        rows={forecasts.map(({ plugin, name, meanAbsoluteError, purchases, auc }, place) => ({
          name: words.byPlugin[plugin] ?? name,
          look: place === 0 ? 'main' : 'reference',
          value: meanAbsoluteError,
          words: decimal(meanAbsoluteError),
          note: `${words.foretold} ${count(purchases.value)} · AUC ${decimal(auc.value)}`,
        }))}
      />
    </Section>
  );
}

function Pairs({ byRule: { fact, pairs } }: { readonly byRule: NonNullable<LifetimeReport['stages']['byRule']> }) {
  const words = useWords(WORDS);
  const { count, share } = useFormats();
  const model = [...new Set(pairs.map((pair) => pair.model))].toSorted(inLifeCycle);
  const rule = [...new Set(pairs.map((pair) => pair.rule ?? null))].toSorted(inLifeCycle);
  const peopleOf = (row: string | null, column: string) =>
    pairs.find((pair) => (pair.rule ?? null) === row && pair.model === column)?.people ?? 0;
  return (
    <Section title={words.value.pairs} sentence={words.value.pairsSentence(fact)}>
      <HeatMap
        label={words.value.pairs}
        corner={`${words.value.rule} ↓ ${words.value.model} →`}
        rows={rule.map((stage) => stageName(stage, words))}
        columns={model.map((stage) => stageName(stage, words))}
        counts={rule.map((row) => model.map((column) => peopleOf(row, column)))}
        format={count}
        share={share}
      />
    </Section>
  );
}

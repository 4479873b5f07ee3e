import { HeatMap } from '../../charts/heat-map.js';
import { IntervalChart } from '../../charts/interval-chart.js';
import { FiguresTable } from '../../parts/tables/figures-table.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { useWords } from '../../words/language.js';
import { factOf, useFacts } from '../use/facts.js';
import { SegmentsOf } from '../use/segments-of.js';
import { inLifeCycle, stageName } from '../findings.js';
import { type RfmReport, type StageMoves } from '../reports.js';
import { WORDS } from '../words/index.js';

interface LifeCycleProps {
  /** Id of the analysis. */
  readonly analysis: string;
  readonly report: RfmReport;
}

/** Who is where in the life-cycle, who moved, and who buys how lately and how often. */
export function LifeCycle({ analysis, report }: LifeCycleProps) {
  const { rfm: words } = useWords(WORDS);
  const { amount, count, decimal, share } = useFormats();
  const { segments, people, value, stages } = report;
  const { data: facts = {} } = useFacts();
  return (
    <>
      {stages !== null && <Stages analysis={analysis} stages={stages} />}
      {stages !== null && <Moves stages={stages} />}
      <Section title={words.segments}>
        <FiguresTable
          label={words.segments}
          minWidth={560}
          head={[words.segment, words.people, words.purchasesEach, words.value, words.share]}
          rows={segments.map((each) => [
            words.names[each.segment] ?? each.segment,
            `${count(each.people)} (${share(each.people / people)})`,
            decimal(each.purchases / each.people),
            amount(each.value),
            share(value === 0 ? 0 : each.value / value),
          ])}
        />
        <SegmentsOf
          fact={factOf(facts, analysis, 'segment')}
          analysis={analysis}
          values={segments.map(({ segment }) => ({ value: segment, name: words.names[segment] ?? segment }))}
        />
      </Section>
      <Scores report={report} />
    </>
  );
}

function Stages({ analysis, stages: { fact, stages } }: { readonly analysis: string; readonly stages: StageMoves }) {
  const words = useWords(WORDS);
  const { amount, count, share } = useFormats();
  const people = stages.reduce((sum, each) => sum + each.people, 0);
  const inOrder = stages.toSorted((a, b) => inLifeCycle(a.stage, b.stage));
  return (
    <Section title={words.rfm.stages} sentence={words.rfm.stagesSentence}>
      <IntervalChart
        rows={inOrder.map((each) => ({
          name: stageName(each.stage, words),
          value: each.people,
          words: `${count(each.people)} (${share(people === 0 ? 0 : each.people / people)}) · ${amount(each.value)}`,
        }))}
      />
      <SegmentsOf
        fact={fact}
        analysis={analysis}
        values={inOrder.flatMap(({ stage }) =>
          stage === null ? [] : [{ value: stage, name: stageName(stage, words) }],
        )}
      />
    </Section>
  );
}

function Moves({ stages: { stages, moves, since } }: { readonly stages: StageMoves }) {
  const words = useWords(WORDS);
  const { count, day, share } = useFormats();
  const columns = stages
    .map(({ stage }) => stage)
    .toSorted(inLifeCycle)
    .map((stage) => stageName(stage, words));
  const fromOf = ({ from, isNewHere }: StageMoves['moves'][number]) =>
    isNewHere ? words.rfm.newHere : stageName(from, words);
  const rows = [...new Set([...columns, ...moves.map(fromOf)])].filter((row) =>
    moves.some((move) => fromOf(move) === row),
  );
  const peopleOf = (row: string, column: string) =>
    moves
      .filter((move) => fromOf(move) === row && stageName(move.to, words) === column)
      .reduce((sum, { people }) => sum + people, 0);
  return (
    <Section title={words.rfm.moves} sentence={words.rfm.movesSentence(day(since))}>
      <HeatMap
        label={words.rfm.moves}
        corner={`${words.rfm.from} ↓ ${words.rfm.to} →`}
        rows={rows}
        columns={columns}
        counts={rows.map((row) => columns.map((column) => peopleOf(row, column)))}
        format={count}
        share={share}
      />
    </Section>
  );
}

const SCORES = [5, 4, 3, 2, 1] as const;

function Scores({ report: { cells } }: { readonly report: RfmReport }) {
  const { rfm: words } = useWords(WORDS);
  const { count, share } = useFormats();
  const peopleOf = (recency: number, frequency: number) =>
    cells.find((cell) => cell.recency === recency && cell.frequency === frequency)?.people ?? 0;
  const often = SCORES.toReversed();
  return (
    <Section title={words.cells} sentence={words.cellsSentence}>
      <HeatMap
        label={words.cells}
        corner={`${words.recency} ↓ ${words.frequency} →`}
        rows={SCORES.map(String)}
        columns={often.map(String)}
        counts={SCORES.map((recency) => often.map((frequency) => peopleOf(recency, frequency)))}
        format={count}
        share={share}
      />
    </Section>
  );
}

import { figure, percent, whole } from '#strata/platform/pages';
import { type ReadReport, type ReportPart } from '../contract/index.js';
import { drawHeatMap } from '../report/index.js';
import { type Band, type RfmReport, type StageMoves } from './rfm-report.js';

const SCORES = [1, 2, 3, 4, 5] as const;

/** The report as a marketer reads it. */
export function readRfm(report: RfmReport): ReadReport {
  const { people, purchases, value, stages, at } = report;
  const parts = [segmentPart(report), cellPart(report), bandPart(report)];
  return {
    subject: `${whole(people)} people who purchased ${whole(purchases)} times for ${whole(value)} in all, until ${at.slice(0, DATE)}.`,
    answer: answerOf(report),
    parts: stages === null ? parts : [...stageParts(stages), ...parts],
    notes: [
      'A score is 1 + the number of fifths of all people who are strictly worse: equal figures get equal scores, and where many are equal a score may be missing.',
      'Segments go by recency and frequency; the monetary score is a third figure beside them.',
    ],
  };
}

/** Length of the date of an ISO moment. */
const DATE = 10;

function answerOf({ segments, people, value, stages }: RfmReport): readonly string[] {
  const share = (name: string): string | null => {
    const found = segments.find(({ segment }) => segment === name);
    if (found === undefined) return null;
    return `${whole(found.people)} people in “${name}” (${percent(found.people / people, 0)} of the people) brought ${percent(value === 0 ? 0 : found.value / value, 0)} of the value.`;
  };
  return [
    share('champions') ?? 'Nobody is a champion: recent and frequent at once.',
    share('at risk'),
    share('cannot lose them'),
    stages === null ? null : largestMove(stages),
  ].filter((sentence) => sentence !== null);
}

function largestMove({ since, moves }: StageMoves): string | null {
  const [first] = moves.filter(({ isNewHere, from, to }) => !isNewHere && from !== to);
  if (first === undefined) return null;
  const [from, to] = [first.from, first.to].map((stage) => stage ?? 'without a stage');
  return `The largest move since ${since.slice(0, DATE)}: ${whole(first.people)} people from “${from ?? ''}” to “${to ?? ''}”.`;
}

function segmentPart({ segments, people, value }: RfmReport): ReportPart {
  return {
    title: 'Segments',
    table: {
      caption: 'Segments by their size and value',
      head: [
        'Segment',
        figure('People'),
        figure('Share'),
        figure('Purchases a person'),
        figure('Value'),
        figure('Share of value'),
      ],
      rows: segments.map((each) => [
        each.segment,
        figure(whole(each.people)),
        figure(percent(each.people / people)),
        figure((each.purchases / each.people).toFixed(1)),
        figure(whole(each.value)),
        figure(percent(value === 0 ? 0 : each.value / value)),
      ]),
    },
  };
}

function cellPart({ cells }: RfmReport): ReportPart {
  const counts = SCORES.toReversed().map((recency) =>
    SCORES.map(
      (frequency) => cells.find((cell) => cell.recency === recency && cell.frequency === frequency)?.people ?? 0,
    ),
  );
  return {
    title: 'Recency and frequency',
    sentences: ['How many people have which scores; 5 is best.'],
    figure: drawHeatMap({
      caption: 'People by recency and frequency score',
      corner: 'Recency ↓ Frequency →',
      rows: SCORES.toReversed().map(String),
      columns: SCORES.map(String),
      counts,
    }),
  };
}

function bandPart({ bands }: RfmReport): ReportPart {
  const range = (band: Band | undefined): string => {
    if (band === null || band === undefined) return '–';
    return band.from === band.to ? whole(band.from) : `${whole(band.from)} to ${whole(band.to)}`;
  };
  return {
    title: 'What the scores mean',
    table: {
      caption: 'Figures of each score',
      head: ['Score', figure('Days since the last purchase'), figure('Purchases'), figure('Value')],
      rows: SCORES.toReversed().map((score) => [
        String(score),
        figure(range(bands.recency[score - 1])),
        figure(range(bands.frequency[score - 1])),
        figure(range(bands.monetary[score - 1])),
      ]),
    },
  };
}

function stageParts({ fact, since, stages, moves }: StageMoves): readonly ReportPart[] {
  const people = stages.reduce((sum, each) => sum + each.people, 0);
  const name = (stage: string | null) => stage ?? 'without a stage';
  const fromOf = ({ from, isNewHere }: StageMoves['moves'][number]) => (isNewHere ? 'not here yet' : name(from));
  const order = stages.map(({ stage }) => name(stage));
  const rows = [...new Set([...order, ...moves.map(fromOf)])].filter((row) =>
    moves.some((move) => fromOf(move) === row),
  );
  const countOf = (row: string, column: string) =>
    moves
      .filter((move) => fromOf(move) === row && name(move.to) === column)
      .reduce((sum, move) => sum + move.people, 0);
  const moved = moves.filter((move) => !move.isNewHere && move.from !== move.to);
  return [
    {
      title: 'Stages of the life-cycle',
      table: {
        caption: 'Stages by their size and value',
        head: ['Stage', figure('People'), figure('Share'), figure('Value'), figure('Value a person')],
        rows: stages.map((each) => [
          name(each.stage),
          figure(whole(each.people)),
          figure(percent(each.people / people)),
          figure(whole(each.value)),
          figure(whole(each.value / each.people)),
        ]),
      },
    },
    {
      title: 'Who moved',
      sentences: [
        `From where people were on ${since.slice(0, DATE)} (rows) to where they are (columns), by ${fact}; the shade is the share of the row.`,
      ],
      figure: drawHeatMap({
        caption: 'People by the stage they were in and are in',
        corner: 'From ↓ To →',
        rows,
        columns: order,
        counts: rows.map((row) => order.map((column) => countOf(row, column))),
      }),
      ...(moved.length === 0
        ? {}
        : {
            table: {
              caption: 'Moves, the largest first',
              head: ['From', 'To', figure('People')],
              rows: moved.map((move) => [name(move.from), name(move.to), figure(whole(move.people))]),
            },
          }),
    },
  ];
}

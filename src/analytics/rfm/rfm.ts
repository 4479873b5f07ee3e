import { timeZoneOf } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { type RfmAnalysis, STAGES_SINCE } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { type AnalysisKind, type AnalysisTask, type PublishedBlock } from '../contract/index.js';
import { type EventHome, openEvents, populationSql, type WantedEvents } from '../sources/index.js';
import { readRfm } from './read-rfm.js';
import { type Band, type RfmReport, type ScoreFifths, type StageMoves } from './rfm-report.js';
import { cellsSql, type Purchases, scoresSql } from './score-sql.js';
import { segmentOf, SEGMENT_NAMES } from './segments.js';
import { type StageRow, stagesSql } from './stages-sql.js';

/** Recency, frequency and monetary scores, and moves between stages of the life-cycle. */
export const RFM: AnalysisKind<RfmAnalysis, RfmReport> = {
  async run(document, task) {
    const reading = { wanted: wantedOf(document, task.until), names: document.columns ?? {} };
    const home = await openEvents(task, reading);
    try {
      const report = await findOut(document, task, home);
      return { report, people: peopleOf(document, task, report.bands) };
    } finally {
      home.close();
    }
  },
  read: readRfm,
};

function wantedOf({ purchases: { event, value }, within }: RfmAnalysis, until: number): WantedEvents {
  const age = within === undefined ? null : durationMilliseconds(within);
  return {
    events: [event],
    columns: value === undefined ? {} : { value: { property: value, type: 'money' } },
    ...(age === null ? {} : { after: until - age }),
  };
}

function purchasesOf(document: RfmAnalysis, { until, documents }: AnalysisTask, home: EventHome): Purchases {
  const { population } = document;
  return {
    home,
    wanted: wantedOf(document, until),
    until,
    population: population === undefined ? null : populationSql(population, documents, home, until),
  };
}

async function findOut(document: RfmAnalysis, task: AnalysisTask, home: EventHome): Promise<RfmReport> {
  const purchases = purchasesOf(document, task, home);
  task.progress(0.1, 'scores');
  const cells = await home.query<CellRow>(cellsSql(purchases));
  if (cells.length === 0) throw noPurchases(document);
  task.progress(0.5, 'stages');
  const stages = await movesOf(document, task, purchases);
  return { ...reportOf(cells, task.until), stages };
}

interface CellRow {
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly people: number;
  readonly purchases: number;
  readonly value: number;
  readonly days_from: number;
  readonly days_to: number;
  readonly frequency_from: number;
  readonly frequency_to: number;
  readonly monetary_from: number;
  readonly monetary_to: number;
}

function reportOf(cells: readonly CellRow[], until: number): Omit<RfmReport, 'stages'> {
  const pairs = [1, 2, 3, 4, 5].flatMap((recency) => [1, 2, 3, 4, 5].map((frequency) => ({ recency, frequency })));
  const cellOf = (meant: (cell: CellRow) => boolean) => totals(cells.filter(meant));
  const { people, purchases, value } = totals(cells);
  return {
    at: new Date(until).toISOString(),
    people,
    purchases,
    value,
    bands: bandsOf(cells),
    cells: pairs
      .map(({ recency, frequency }) => {
        const { people: count, value: sum } = cellOf(({ r, f }) => r === recency && f === frequency);
        return { recency, frequency, people: count, value: sum };
      })
      .filter((cell) => cell.people > 0),
    segments: SEGMENT_NAMES.map((segment) => ({
      segment,
      ...cellOf(({ r, f }) => segmentOf(r, f) === segment),
    })).filter((each) => each.people > 0),
  };
}

function totals(cells: readonly CellRow[]): {
  readonly people: number;
  readonly purchases: number;
  readonly value: number;
} {
  const sum = (name: 'people' | 'purchases' | 'value') => cells.reduce((total, cell) => total + cell[name], 0);
  // Ten thousandths, as they were added.
  return { people: sum('people'), purchases: sum('purchases'), value: Math.round(sum('value') * 1e4) / 1e4 };
}

function bandsOf(cells: readonly CellRow[]): ScoreFifths {
  const bands = (score: 'r' | 'f' | 'm', figure: 'days' | 'frequency' | 'monetary'): readonly Band[] =>
    [1, 2, 3, 4, 5].map((each) => {
      const found = cells.filter((cell) => cell[score] === each);
      if (found.length === 0) return null;
      const from = Math.min(...found.map((cell) => cell[`${figure}_from`]));
      return { from, to: Math.max(...found.map((cell) => cell[`${figure}_to`])) };
    });
  return { recency: bands('r', 'days'), frequency: bands('f', 'frequency'), monetary: bands('m', 'monetary') };
}

async function movesOf(
  { stages }: RfmAnalysis,
  { documents, until, signal }: AnalysisTask,
  purchases: Purchases,
): Promise<StageMoves | null> {
  if (stages === undefined) return null;
  const since = until - (durationMilliseconds(stages.since ?? STAGES_SINCE) ?? 0);
  const { fact } = stages;
  const reading = { purchases, catalogue: documents.facts, timeZone: timeZoneOf(documents), fact, since };
  const rows: StageRow[] = [];
  for await (const part of purchases.home.inParts<StageRow>((people) => stagesSql(reading, people))) {
    signal.throwIfAborted();
    rows.push(...part);
  }
  return { fact, since: new Date(since).toISOString(), ...addedMoves(rows) };
}

/** Parts of people together, in an order that does not depend on them. */
function addedMoves(rows: readonly StageRow[]): Pick<StageMoves, 'stages' | 'moves'> {
  const moves = new Map<string, { from: string | null; isNewHere: boolean; to: string | null; people: number }>();
  const stages = new Map<string | null, { stage: string | null; people: number; value: number }>();
  for (const { before, after, is_new: isNewHere, people, value } of rows) {
    const from = isNewHere ? null : before;
    const key = JSON.stringify([isNewHere, from, after]);
    const move = moves.get(key) ?? { from, isNewHere, to: after, people: 0 };
    move.people += people;
    moves.set(key, move);
    const stage = stages.get(after) ?? { stage: after, people: 0, value: 0 };
    stage.people += people;
    stage.value += value;
    stages.set(after, stage);
  }
  const byKey = [...moves].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move);
  const bySize = [...stages.values()].toSorted(
    (a, b) => b.people - a.people || ((a.stage ?? '') < (b.stage ?? '') ? -1 : 1),
  );
  return {
    stages: bySize.map((each) => ({ ...each, value: Math.round(each.value * 1e4) / 1e4 })),
    moves: byKey.toSorted((a, b) => b.people - a.people),
  };
}

/** What is said about each person, by the same scores. */
async function* peopleOf(
  document: RfmAnalysis,
  task: AnalysisTask,
  bands: ScoreFifths,
): AsyncGenerator<PublishedBlock> {
  const reading = { wanted: wantedOf(document, task.until), names: document.columns ?? {} };
  const home = await openEvents(task, reading);
  try {
    const purchases = purchasesOf(document, task, home);
    for await (const rows of home.inParts<ScoreRow>((people) => scoresSql(purchases, bands, people))) {
      yield blockOf(rows);
    }
  } finally {
    home.close();
  }
}

interface ScoreRow {
  readonly user_id: string;
  readonly r: number;
  readonly f: number;
  readonly m: number;
}

function blockOf(rows: readonly ScoreRow[]): PublishedBlock {
  return {
    people: rows.map(({ user_id: id }) => id),
    values: {
      recency: rows.map(({ r }) => r),
      frequency: rows.map(({ f }) => f),
      monetary: rows.map(({ m }) => m),
      score: rows.map(({ r, f, m }) => `${String(r)}${String(f)}${String(m)}`),
      segment: rows.map(({ r, f }) => segmentOf(r, f)),
    },
  };
}

function noPurchases({ purchases: { event }, population }: RfmAnalysis): StrataError {
  const among = population === undefined ? '' : ` of people in the segment "${population}"`;
  return new StrataError('TOO_FEW_EXAMPLES', `There are no purchases${among} to score.`, {
    problems: [{ message: `no event "${event}"${among} happened until then`, expected: 'purchases' }],
  });
}

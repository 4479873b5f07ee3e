import { timeZoneOf } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { type RfmAnalysis, STAGES_SINCE } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { type AnalysisKind, type AnalysisTask, type PublishedBlock } from '../contract/index.js';
import { type EventHome, openEvents, populationSql, type WantedEvents } from '../sources/index.js';
import { type FigureReading, type PeopleFigures, readFigures } from './people-figures.js';
import { readRfm } from './read-rfm.js';
import { type RfmReport } from './rfm-report.js';
import { scoreReport, type RfmScores, scoresOf } from './scores.js';
import { segmentOf } from './segments.js';
import { movesOf } from './stage-moves.js';

/** Recency, frequency and monetary scores, and moves between stages of the life-cycle. */
export const RFM: AnalysisKind<RfmAnalysis, RfmReport> = {
  async run(document, task) {
    const home = await openEvents(task, { wanted: wantedOf(document, task.until), names: document.columns ?? {} });
    try {
      const reading = readingOf(document, task, home);
      task.progress(0.1, 'purchases and stages');
      const figures = await readFigures(reading, task.signal);
      task.progress(0.8, 'scores');
      const scores = scoresOf(figures);
      if (scores.people.length === 0) throw noPurchases(document);
      return { report: reportOf(reading, figures, scores), people: peopleOf(figures, scores) };
    } finally {
      home.close();
    }
  },
  read: readRfm,
};

/** People a block of what is published. */
const PEOPLE_A_BLOCK = 20_000;

function wantedOf({ purchases: { event, value }, within }: RfmAnalysis, until: number): WantedEvents {
  const age = within === undefined ? null : durationMilliseconds(within);
  return {
    events: [event],
    columns: value === undefined ? {} : { value: { property: value, type: 'money' } },
    ...(age === null ? {} : { after: until - age }),
  };
}

function readingOf(document: RfmAnalysis, { until, documents }: AnalysisTask, home: EventHome): FigureReading {
  const { population, stages } = document;
  return {
    home,
    wanted: wantedOf(document, until),
    catalogue: documents.facts,
    timeZone: timeZoneOf(documents),
    until,
    population: population === undefined ? null : populationSql(population, documents, home, until),
    stages:
      stages === undefined
        ? null
        : { fact: stages.fact, since: until - (durationMilliseconds(stages.since ?? STAGES_SINCE) ?? 0) },
  };
}

function reportOf({ until, stages }: FigureReading, figures: PeopleFigures, scores: RfmScores): RfmReport {
  return {
    at: new Date(until).toISOString(),
    ...scoreReport(figures, scores),
    stages:
      stages === null ? null : { fact: stages.fact, since: new Date(stages.since).toISOString(), ...movesOf(figures) },
  };
}

/** What is said about each person. */
function* peopleOf(
  { ids }: PeopleFigures,
  { people, recency, frequency, monetary }: RfmScores,
): Generator<PublishedBlock> {
  for (let from = 0; from < people.length; from += PEOPLE_A_BLOCK) {
    const to = from + PEOPLE_A_BLOCK;
    const [r, f, m] = [recency, frequency, monetary].map((scores) => Array.from(scores.subarray(from, to)));
    const pairs = (r ?? []).map((score, place) => [score, f?.[place] ?? 1] as const);
    yield {
      people: Array.from(people.subarray(from, to), (person) => ids[person] ?? ''),
      values: {
        recency: r ?? [],
        frequency: f ?? [],
        monetary: m ?? [],
        score: pairs.map(([score, often], place) => `${String(score)}${String(often)}${String(m?.[place] ?? 1)}`),
        segment: pairs.map(([score, often]) => segmentOf(score, often)),
      },
    };
  }
}

function noPurchases({ purchases: { event }, population }: RfmAnalysis): StrataError {
  const among = population === undefined ? '' : ` of people in the segment "${population}"`;
  return new StrataError('TOO_FEW_EXAMPLES', `There are no purchases${among} to score.`, {
    problems: [{ message: `no event "${event}"${among} happened until then`, expected: 'purchases' }],
  });
}

import { durationMilliseconds } from '#strata/kernel';
import { type AttributionAnalysis } from '#strata/rulebook/schemas';
import { type AnalysisKind, type AnalysisTask } from '../contract/index.js';
import { attribute, type AttributionReport } from './attribute.js';
import { type CollectedJourneys } from './collected.js';
import { journeysOfEvents } from './event-journeys.js';
import { type JourneyQuestion } from './journey-sql.js';
import { isPathFile, journeysOfFile } from './path-journeys.js';
import { readAttribution, warnOf } from './read-attribution.js';

/** What channels are worth, by several ways to credit. */
export const ATTRIBUTION: AnalysisKind<AttributionAnalysis, AttributionReport> = {
  async run(document, task) {
    const { order = 1, ways } = document;
    const collected = await journeysOf(document, task);
    task.progress(0.7, 'credit');
    return { report: attribute(collected, { order, ...(ways === undefined ? {} : { ways }) }) };
  },
  read: readAttribution,
  warn: warnOf,
};

const PATH = 'path';
const SEPARATOR = '>';

async function journeysOf(document: AttributionAnalysis, task: AnalysisTask): Promise<CollectedJourneys> {
  const { source } = task;
  const { paths = {} } = document;
  if (source.kind === 'file' && (await isPathFile(source.file, paths.path ?? PATH))) {
    const { file, name } = source;
    return await journeysOfFile({ path: PATH, separator: SEPARATOR, ...paths, file, name });
  }
  return await journeysOfEvents(task, questionOf(document));
}

function questionOf({ conversion, touches, within, period }: AttributionAnalysis): JourneyQuestion {
  const { event: goal, value } = conversion;
  const { channel, events } = touches;
  return {
    goal,
    channel,
    ...(events === undefined ? {} : { events }),
    ...(value === undefined ? {} : { value }),
    ...(within === undefined ? {} : { within: durationMilliseconds(within) ?? 0 }),
    ...(period === undefined ? {} : { period: durationMilliseconds(period) ?? 0 }),
  };
}

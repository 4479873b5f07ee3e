import { type Segment } from '#strata/engine';
import { type Audience } from './selection/audience.js';
import { monthOf } from './history/history-rows.js';
import { measureAudiences, type Measuring } from './measure.js';
import { type Breakdown } from './report.js';
import { compileForHistory, type ReadRows } from './selection/history-strategy.js';

/** Strategy and human rule month by month; empty where the history has no time. */
export function byMonth(strategy: Audience, humanRule: Audience, measuring: Measuring): readonly Breakdown[] {
  const { times } = measuring.history;
  if (times === null) return [];
  const months = [...new Set(Array.from(measuring.rows, (row) => monthOf(times[row])))].toSorted();
  return months.map((month) => {
    const rows = measuring.rows.filter((row) => monthOf(times[row]) === month);
    return breakdownOf(month, rows, [strategy, humanRule], measuring);
  });
}

/** The same by every segment of the rules that some of the rows belong to and others do not. */
export function bySegment(
  strategy: Audience,
  humanRule: Audience,
  measuring: Measuring,
  request: ReadRows,
): readonly Breakdown[] {
  const { segments } = request;
  return segments.flatMap((segment: Segment): readonly Breakdown[] => {
    const condition = compileForHistory(segment.condition, request);
    const { facts } = request.history;
    if (condition.facts.some(({ key }) => !facts.has(key))) return [];
    const members = condition.select(({ key }) => facts.get(key), measuring.rows);
    if (members.length === 0 || members.length === measuring.rows.length) return [];
    return [breakdownOf(segment.title, members, [strategy, humanRule], measuring)];
  });
}

function breakdownOf(
  name: string,
  rows: Uint32Array,
  audiences: readonly [Audience, Audience],
  measuring: Measuring,
): Breakdown {
  const measured = measureAudiences(audiences, { ...measuring, rows });
  const figure = measuring.basis === 'gross' ? 'conversions' : 'incremental';
  const side = (index: number) => ({
    audience: measured.people[index] ?? 0,
    conversions: measured.estimate(index, figure).value,
    profit: measured.estimate(index, 'profit').value,
  });
  return {
    name,
    rows: rows.length,
    strategy: side(0),
    humanRule: side(1),
    ahead: measured.difference(0, 1, 'profit'),
  };
}

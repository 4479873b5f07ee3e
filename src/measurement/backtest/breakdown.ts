import { type Segment } from '#strata/engine';
import { type Audience } from './selection/audience.js';
import { monthOf } from './history/history-rows.js';
import { measureAudiences, type Measuring } from './measure.js';
import { type Breakdown } from './report.js';
import { type ConditionRows, holds, missingFacts } from './selection/row-conditions.js';

/** Strategy and human rule month by month; empty where the history has no time. */
export function byMonth(strategy: Audience, humanRule: Audience, measuring: Measuring): readonly Breakdown[] {
  const { times } = measuring.history;
  if (times === null) return [];
  const months = [...new Set(Array.from(measuring.rows, (row) => monthOf(times[row])))].toSorted();
  return months.map((month) =>
    breakdownOf(month, (row) => monthOf(times[row]) === month, [strategy, humanRule], measuring),
  );
}

/** The same by every segment of the rules that some of the rows belong to and others do not. */
export function bySegment(
  strategy: Audience,
  humanRule: Audience,
  measuring: Measuring,
  request: ConditionRows,
): readonly Breakdown[] {
  const { segments } = request;
  return segments.flatMap((segment: Segment): readonly Breakdown[] => {
    if (missingFacts(segment.condition, request).length > 0) return [];
    const member = holds(segment.condition, request, segment.id);
    const members = measuring.rows.filter((row) => member[row] === 1).length;
    if (members === 0 || members === measuring.rows.length) return [];
    return [breakdownOf(segment.title, (row) => member[row] === 1, [strategy, humanRule], measuring)];
  });
}

function breakdownOf(
  name: string,
  belongs: (row: number) => boolean,
  audiences: readonly [Audience, Audience],
  measuring: Measuring,
): Breakdown {
  const rows = measuring.rows.filter(belongs);
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

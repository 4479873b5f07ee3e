import { type Strategy } from '#strata/engine';
import { StrataError } from '#sdk';
import { type Ranking } from '../selection/audience.js';
import { compileForHistory, missingFacts, type ReadRows } from '../selection/history-strategy.js';
import { type StrategyRankings } from '../selection/selectors.js';
import { backtestPhrases } from '../words/index.js';
import { type LadderLevelId } from './ladder.js';

/** Whom a level would reach, in which order. */
export interface LevelRanking {
  readonly level: LadderLevelId;
  readonly title: string;
  readonly ranking: Ranking;
}

/** The levels that a history can tell, and why it can't tell the others. */
export interface ToldLevels {
  readonly levels: readonly LevelRanking[];
  readonly notes: readonly string[];
}

/** A layer of a strategy as rows: who passes; null where the history can't tell. */
interface Layer {
  readonly passes: ((row: number) => boolean) | null;
  readonly notes: readonly string[];
}

/**
 * The levels of a strategy over the rows of a history that holds people outside of its segment, too. Each level is inside
 * the one before; the human rule is inside the segment.
 *
 * @param trigger the column that says whether a row's person had set the trigger off, where its facts don't tell
 */
export function ladderLevels(
  strategy: Strategy,
  rankings: StrategyRankings,
  rows: ReadRows,
  trigger: string | undefined,
): ToldLevels {
  const { segment: ofSegment } = strategy;
  const segment = layerOf('the segment', ofSegment, rows);
  const triggered = triggerLayer(strategy, rows, trigger);
  const inSegment = segment.passes ?? (() => true);
  const inTrigger = (row: number) => inSegment(row) && (triggered.passes?.(row) ?? true);
  const anyRow = rankings.random;
  const titles = backtestPhrases().levels;
  const levels: (LevelRanking | null)[] = [
    { level: 'everybody', title: titles.everybody, ranking: anyRow },
    segment.passes && { level: 'segment', title: titles.segment, ranking: within(anyRow, inSegment) },
    triggered.passes && { level: 'trigger', title: titles.trigger, ranking: within(anyRow, inTrigger) },
    { level: 'predictive', title: titles.predictive, ranking: within(rankings.strategy, inTrigger) },
    rankings.humanRule && {
      level: 'human rule',
      title: strategy.baseline.title,
      ranking: within(rankings.humanRule, inSegment),
    },
  ];
  const human = rankings.humanRule === null ? ['the human rule reads what this history does not have'] : [];
  return { levels: levels.filter((level) => level !== null), notes: [...segment.notes, ...triggered.notes, ...human] };
}

function within({ scores, offer }: Ranking, passes: (row: number) => boolean): Ranking {
  return { scores: scores.map((score, row) => (passes(row) ? score : -Infinity)), offer };
}

function triggerLayer({ trigger }: Strategy, rows: ReadRows, column: string | undefined): Layer {
  if (column !== undefined) return columnLayer(column, rows);
  if (trigger === undefined) return { passes: null, notes: [] };
  const layer = layerOf('the trigger', trigger, rows);
  if (layer.passes !== null) return layer;
  return {
    ...layer,
    notes: [
      ...layer.notes,
      'events beside the rows tell it (--events FILE), or a column that says who had set it off (--trigger COLUMN)',
    ],
  };
}

function columnLayer(name: string, { history }: ReadRows): Layer {
  const column = history.facts.get(name);
  if (column?.type === 'number') return { passes: (row) => (column.values[row] ?? 0) > 0, notes: [] };
  throw new StrataError('BAD_COLUMN', `The column "${name}" does not say who had set the trigger off.`, {
    problems: [{ message: `"${name}" holds text`, expected: 'yes and no, or 1 and 0' }],
  });
}

function layerOf(what: string, written: Strategy['segment'], rows: ReadRows): Layer {
  if (typeof written === 'string' && !rows.segments.some(({ id }) => id === written)) {
    return { passes: null, notes: [`${what} "${written}" is not known here`] };
  }
  const condition = compileForHistory(written, rows);
  const missing = missingFacts(condition, rows);
  if (missing.length > 0) {
    return {
      passes: null,
      notes: [`${what} reads ${[...new Set(missing)].join(', ')}, which this history does not have`],
    };
  }
  const all = Uint32Array.from({ length: rows.history.rows }, (_, row) => row);
  const passing = new Uint8Array(rows.history.rows);
  for (const row of condition.select(({ key }) => rows.history.facts.get(key), all)) passing[row] = 1;
  return { passes: (row) => passing[row] === 1, notes: [] };
}

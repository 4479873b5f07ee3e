import { type EntityManager } from 'typeorm';
import { DECISION } from '#strata/ledger/contacts';
import { settledExposures } from '#strata/ledger/exposures';
import {
  aucDifference,
  aucInterval,
  brierScore,
  calibrationTable,
  expectedCalibrationError,
} from '#strata/statistics/prediction';
import { scoresOfDecisions, scoreSums } from './compared-table.js';
import { type JudgedScores, type ShadowScores } from './shadow-report.js';

const PAGE = 1000;
/** The latest settled people are enough. */
const MOST_SETTLED = 50_000;
/** With fewer on either side nothing is told. */
const LEAST = 20;
/** Before and after all ids. */
const [EARLIEST, NEWEST] = ['', 'g'];

/** What is asked. */
export interface ScoresQuestion {
  readonly shadow: string;
  /** ISO 8601: nobody was exposed before it. */
  readonly since: string;
  readonly side: ShadowScores['side'];
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** A candidate's scores beside those that decided, and beside what happened to people whose goal windows have ended. */
export async function shadowScores(manager: EntityManager, question: ScoresQuestion): Promise<ShadowScores> {
  const { champion, candidate, ...sums } = await scoreSums(manager, question.shadow);
  const settled = await settledScores(manager, question);
  const labels = settled.map(({ converted }) => Number(converted));
  const converted = labels.reduce((sum, one) => sum + one, 0);
  return {
    ...sums,
    champion: champion ?? Number.NaN,
    candidate: candidate ?? Number.NaN,
    side: question.side,
    settled: settled.length,
    converted,
    judged: converted < LEAST || settled.length - converted < LEAST ? null : judge(settled, labels),
  };
}

interface SettledScore {
  readonly userId: string;
  readonly champion: number;
  readonly own: number;
  readonly converted: boolean;
}

async function settledScores(
  manager: EntityManager,
  { shadow, since, side, now }: ScoresQuestion,
): Promise<readonly SettledScore[]> {
  const found: SettledScore[] = [];
  const earliest = idsFrom(since);
  let before = NEWEST;
  for (let seen = 0; seen < MOST_SETTLED && before > earliest; seen += PAGE) {
    const role = side === 'treated' ? side : 'held-out';
    const exposures = await settledExposures(manager, { source: DECISION, role, before, now, limit: PAGE });
    const came = new Map(exposures.map(({ id, converted }) => [id, converted]));
    const scores = await scoresOfDecisions(manager, shadow, [...came.keys()]);
    found.push(...scores.map(({ id, ...one }) => ({ ...one, converted: came.get(id) === true })));
    before = exposures.length < PAGE ? EARLIEST : (exposures.at(-1)?.id ?? EARLIEST);
  }
  return found;
}

/** What ids of this moment begin with: the first 48 bits of a UUID version 7 are the milliseconds since 1970. */
function idsFrom(since: string): string {
  const hex = Date.parse(since).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

function judge(settled: readonly SettledScore[], labels: readonly number[]): ShadowScores['judged'] {
  const people = new Map([...new Set(settled.map(({ userId }) => userId))].map((id, place) => [id, place]));
  const clusters = Uint32Array.from(settled, ({ userId }) => people.get(userId) ?? 0);
  const [champion, own] = [settled.map((one) => one.champion), settled.map((one) => one.own)];
  return {
    champion: judged(champion, labels, clusters),
    candidate: judged(own, labels, clusters),
    aucAhead: aucDifference(own, champion, labels, clusters),
  };
}

function judged(scores: readonly number[], labels: readonly number[], clusters: Uint32Array): JudgedScores {
  return {
    auc: aucInterval(scores, labels, clusters),
    promised: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    calibrationError: expectedCalibrationError(calibrationTable(scores, labels)),
    brier: brierScore(scores, labels),
  };
}

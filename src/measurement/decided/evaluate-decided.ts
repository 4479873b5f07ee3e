import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FactCatalogue } from '#strata/engine';
import { namedError } from '#strata/models/training';
import { StrataError } from '#sdk';
import { type HistoryColumns, type PoliciesRequest, type PolicyReport } from '../backtest/index.js';
import { type DrawnOffer, drawnOffers, type LogPorts, type LogQuestion } from './drawn-offers.js';

/** What is asked of the decisions of a strategy. */
export interface DecidedRequest extends Omit<PoliciesRequest, 'source' | 'columns'>, Omit<LogQuestion, 'strategy'> {
  /** The facts that may be known of people. */
  readonly catalogue: FactCatalogue;
  /** Which decisions to take. */
  readonly where?: HistoryColumns['where'];
}

/** What the log of decisions is called. */
const DECISIONS = 'the decisions of the shop';

/** Facts have names without a dollar. */
const COLUMNS = {
  person: '$person',
  treatment: '$offer',
  eligible: '$eligible',
  time: '$at',
  propensity: '$propensity',
  label: '$converted',
  value: '$value',
  redeemed: '$redeemed',
} as const satisfies HistoryColumns;

/**
 * Judges policies from the decisions in which a policy of the strategy drew the offer, with the probabilities that were stored then
 * and the facts as they were: the log of decisions becomes a history like any other, in a temporary file.
 *
 * @param evaluate `evaluatePolicies`, or the same in a thread of its own
 * @throws StrataError TOO_FEW_EXAMPLES where no policy drew anything whose window is over, and as `evaluate` does
 */
export async function evaluateDecided(
  ports: LogPorts,
  { catalogue, where, from, until, ...request }: DecidedRequest,
  evaluate: (request: PoliciesRequest) => Promise<PolicyReport>,
): Promise<PolicyReport> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-decisions-'));
  const file = join(folder, 'decisions.ndjson');
  const source = { kind: 'file', file } as const;
  try {
    const written = await writeLog(file, ports, { strategy: request.strategy.id, from, until }, Object.keys(catalogue));
    if (written.rows === 0) throw nothingDrawn(request.strategy.id);
    const columns = { ...COLUMNS, ...(where === undefined ? {} : { where }) };
    const report = await evaluate({ ...request, source, columns }).catch((error: unknown) => {
      throw namedError(error, source, DECISIONS);
    });
    return { ...report, source: DECISIONS, notes: [...notesOf(written), ...report.notes] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Written {
  readonly rows: number;
  readonly heldOut: number;
  /** Decisions without a choice. */
  readonly others: number;
}

async function writeLog(
  file: string,
  ports: LogPorts,
  question: LogQuestion,
  facts: readonly string[],
): Promise<Written> {
  const written = { rows: 0, heldOut: 0, others: 0 };
  const handle: FileHandle = await open(file, 'wx', 0o600);
  try {
    for await (const page of drawnOffers(ports, question)) {
      const drawn = page.filter((row) => row !== null);
      await handle.appendFile(drawn.map((row) => `${JSON.stringify(lineOf(row, facts))}\n`).join(''));
      written.rows += drawn.length;
      written.heldOut += drawn.filter(({ offer }) => offer === null).length;
      written.others += page.length - drawn.length;
    }
  } finally {
    await handle.close();
  }
  return written;
}

/** Every line has every column. A fact that is a list is none that a history can hold. */
function lineOf(row: DrawnOffer, facts: readonly string[]): Readonly<Record<string, unknown>> {
  const known = facts.map((name) => {
    const value = Object.hasOwn(row.facts, name) ? row.facts[name] : null;
    return [name, typeof value === 'object' ? null : value] as const;
  });
  return {
    ...Object.fromEntries(known),
    [COLUMNS.person]: row.person,
    [COLUMNS.treatment]: row.offer,
    [COLUMNS.eligible]: row.eligible.join(' '),
    [COLUMNS.time]: new Date(row.at).toISOString(),
    [COLUMNS.propensity]: row.propensity,
    [COLUMNS.label]: Number(row.converted),
    [COLUMNS.value]: row.value,
    [COLUMNS.redeemed]: Number(row.redeemed),
  };
}

function notesOf({ rows, heldOut, others }: Written): readonly string[] {
  const held = `${String(heldOut)} of the ${String(rows)} decisions held the person out: they tell what nothing brings, and count in what was`;
  const left = `${String(others)} decisions of the same arms had no choice (one offer was left, or no policy was asked), and are left out`;
  return [...(heldOut === 0 ? [] : [held]), ...(others === 0 ? [] : [left])];
}

function nothingDrawn(id: string): StrataError {
  return new StrataError('TOO_FEW_EXAMPLES', `No policy of "${id}" drew an offer whose window is over.`, {
    problems: [
      {
        message: 'decisions tell about other ways of choosing only where offers were drawn with known probabilities',
        expected: 'an arm of its experiment by a policy ({"policy": "bandit"}), or a file (--history, "data")',
      },
    ],
  });
}

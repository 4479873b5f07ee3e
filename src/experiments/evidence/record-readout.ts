import { fixedWords } from '#strata/kernel';
import { type ModelRegistry, type Promotion } from '#strata/models/registry';
import { nearestName, StrataError } from '#sdk';
import { type ExperimentReadout } from '../readout/index.js';

const DAY = 86_400_000;

/** A readout, and the version of a model that it speaks for. */
export interface ReadoutEvidence {
  readonly readout: ExperimentReadout;
  readonly modelId: string;
  readonly version: number;
  /** The arm in which the version decided. */
  readonly arm: string;
  /**
   * When the first and the last person came, ISO-8601, where the ledger tells: then the version must have decided here all
   * that time. Else the days of the readout count, until now.
   */
  readonly ran?: { readonly first: string; readonly last: string };
  /** How much of what was planned was reached: it is kept with the readout. */
  readonly plan?: object | null;
  readonly by: string;
  /** Why it is recorded, for the audit log. */
  readonly reason?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Keeps a readout as evidence of the stage `live`: passed where it says to ship the model's arm, failed where it says to
 * stop or to ship another. A readout that can't tell yet, or of a broken experiment, is no evidence and is not kept.
 *
 * @returns whether it passed; null where nothing was kept
 * @throws StrataError BAD_USAGE where the arm is not one that is compared; CONFLICT where the version did
 *   not decide all the time that the experiment ran, so that another version's people are among its own; NOT_FOUND
 */
export async function recordReadout(
  registry: Pick<ModelRegistry, 'recordEvidence' | 'promotions' | 'version'>,
  evidence: ReadoutEvidence,
): Promise<boolean | null> {
  const { readout, modelId, version, arm, by, reason } = evidence;
  assertCompared(readout, arm);
  await registry.version(modelId, version);
  const reigns = reignsOf(await registry.promotions(modelId), version);
  const decidedSince =
    evidence.ran === undefined ? lastReign(evidence, reigns) : reignOver(evidence.ran, evidence, reigns);
  const { verdict } = readout;
  if (verdict.kind !== 'ship' && verdict.kind !== 'stop') return null;
  const passed = verdict.kind === 'ship' && verdict.arm === arm;
  const report = { ...readout, modelArm: arm, decidedSince, plan: evidence.plan ?? null };
  const why = reason === undefined ? {} : { reason };
  await registry.recordEvidence({ modelId, version, stage: 'live', passed, report, by, ...why });
  return passed;
}

function assertCompared({ arms, control }: ExperimentReadout, asked: string): void {
  const names = arms.map(({ arm }) => arm).filter((arm) => arm !== control);
  if (names.includes(asked)) return;
  const nearest = nearestName(asked, names);
  throw new StrataError('BAD_USAGE', `The model decided in no arm "${asked}" that is compared with "${control}".`, {
    problems: [
      {
        message: `the arm "${asked}"`,
        expected: `one of ${names.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

/** A time in which a version was champion: ISO-8601; `until` is null where it still is. */
interface Reign {
  readonly since: string;
  readonly until: string | null;
}

/** The latest first, as the log is. */
function reignsOf(log: readonly Promotion[], version: number): readonly Reign[] {
  return log.flatMap((change, index) => {
    if (change.version !== version || change.action === 'retired') return [];
    const end = log.slice(0, index).findLast(({ replaced }) => replaced === version);
    return [{ since: change.at, until: end?.at ?? null }];
  });
}

/** Since when the version decides of whose experiment only the days are known; null where it never did here. */
function lastReign({ readout, now, ...evidence }: ReadoutEvidence, [last]: readonly Reign[]): string | null {
  if (last === undefined) return null;
  const { since } = last;
  const days = (now - Date.parse(since)) / DAY;
  // A file's days are at least one, and are told from its people's first moment to their last.
  if (readout.days === null || readout.days <= Math.max(1, days)) return since;
  throw anotherDecided(evidence, {
    message: `the experiment ran for ${fixedWords(readout.days, 1)} days, and the version decides since ${since}`,
    expected: `only people who were drawn since ${since}`,
  });
}

/** Since when the version decided over whom the ledger knows. */
function reignOver(
  { first, last }: NonNullable<ReadoutEvidence['ran']>,
  evidence: Pick<ReadoutEvidence, 'modelId' | 'version'>,
  reigns: readonly Reign[],
): string {
  const reign = reigns.find(({ since, until }) => since <= first && (until === null || last < until));
  if (reign !== undefined) return reign.since;
  const [latest] = reigns;
  if (latest === undefined) {
    throw anotherDecided(evidence, {
      message: `the experiment ran from ${first} to ${last}, and the version never decided here`,
      expected: 'the version that was champion while it ran',
    });
  }
  const { since, until } = latest;
  throw anotherDecided(evidence, {
    message: `the experiment ran from ${first} to ${last}, and the version decided ${until === null ? `since ${since}` : `from ${since} to ${until}`}`,
    expected: `only people who came then: --from ${since}${until === null ? '' : ` --to ${until}`}`,
  });
}

function anotherDecided(
  { modelId, version }: Pick<ReadoutEvidence, 'modelId' | 'version'>,
  problem: { readonly message: string; readonly expected: string },
): StrataError {
  const name = `Version ${String(version)} of "${modelId}"`;
  return new StrataError('CONFLICT', `${name} did not decide all the time that the experiment ran.`, {
    problems: [problem],
  });
}

import { fixedWords } from '#strata/kernel';
import { type ModelRegistry } from '#strata/models/registry';
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
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Keeps a readout as evidence of the stage `live`: passed where it says to ship the model's arm, failed where it says to
 * stop or to ship another. A readout that can't tell yet, or of a broken experiment, is no evidence and is not kept.
 *
 * @returns whether it passed; null where nothing was kept
 * @throws StrataError BAD_USAGE where the arm is not one that is compared; CONFLICT where the experiment ran before the
 *   version decided, so that another version's people are among its own; NOT_FOUND
 */
export async function recordReadout(
  registry: Pick<ModelRegistry, 'recordEvidence' | 'promotions' | 'version'>,
  evidence: ReadoutEvidence,
): Promise<boolean | null> {
  const { readout, modelId, version, arm, by } = evidence;
  assertCompared(readout, arm);
  await registry.version(modelId, version);
  const decidedSince = await championSince(registry, evidence);
  assertOneVersion(evidence, decidedSince);
  const { verdict } = readout;
  if (verdict.kind !== 'ship' && verdict.kind !== 'stop') return null;
  const passed = verdict.kind === 'ship' && verdict.arm === arm;
  const report = { ...readout, modelArm: arm, decidedSince };
  await registry.recordEvidence({ modelId, version, stage: 'live', passed, report, by });
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

/** Since when the version decides: ISO-8601; null where it never did here. */
async function championSince(
  registry: Pick<ModelRegistry, 'promotions'>,
  { modelId, version }: ReadoutEvidence,
): Promise<string | null> {
  const log = await registry.promotions(modelId);
  return log.find((change) => change.version === version && change.action !== 'retired')?.at ?? null;
}

function assertOneVersion({ readout, modelId, version, now }: ReadoutEvidence, since: string | null): void {
  if (since === null || readout.days === null) return;
  const days = (now - Date.parse(since)) / DAY;
  // A file's days are at least one, and are told from its people's first moment to their last.
  if (readout.days <= Math.max(1, days)) return;
  const name = `Version ${String(version)} of "${modelId}"`;
  throw new StrataError('CONFLICT', `${name} did not decide all the time that the experiment ran.`, {
    problems: [
      {
        message: `the experiment ran for ${fixedWords(readout.days, 1)} days, and the version decides since ${since}`,
        expected: `only people who were drawn since ${since}`,
      },
    ],
  });
}

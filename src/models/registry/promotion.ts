import { type EntityManager } from 'typeorm';
import { type AuditedChange, recordChange } from '#strata/platform/audit';
import { StrataError } from '#sdk';
import { type ChangedVersion, type ChangeOfChampion, type Override, type Promotion } from './model-version.js';
import { findEvidence } from './evidence.js';
import { missingStages, stageMissing } from './stages.js';
import { stagesOf } from './version-row.js';
import { findVersion, findVersions, readArtefact, setStage } from './versions.js';

/** Needs the turn; see `ModelRegistry.promote`. */
export async function promoteVersion(
  manager: EntityManager,
  modelId: string,
  version: number,
  { override, ...why }: ChangeOfChampion & { readonly override?: string },
): Promise<ChangedVersion> {
  const { stage, evidence, metrics } = await findVersion(manager, modelId, version);
  refuseValues(modelId, version, metrics);
  const changed = stage !== 'champion';
  if (changed) {
    const missing = missingStages(evidence);
    if (missing.length > 0 && override === undefined) {
      throw stageMissing(modelId, version, await findEvidence(manager, modelId, version), missing);
    }
    const overridden =
      missing.length === 0 || override === undefined ? null : { by: why.by, reason: override, missing };
    await makeChampion(manager, modelId, version, { ...why, action: 'promoted', override: overridden });
  }
  return { ...(await findVersion(manager, modelId, version)), changed };
}

/** A strategy takes what an uplift model says as probabilities, so that one of values may never decide. */
function refuseValues(modelId: string, version: number, { uplift }: Readonly<Record<string, unknown>>): void {
  if ((uplift as { readonly outcome?: string } | undefined)?.outcome !== 'value') return;
  throw new StrataError(
    'BAD_USAGE',
    `Version ${String(version)} of "${modelId}" tells values, and cannot be champion.`,
    {
      problems: [
        {
          message: 'a strategy multiplies probabilities of success with money of its own',
          expected: `a label of two kinds; or a file of its scores: strata score ${modelId} --version ${String(version)}`,
        },
      ],
    },
  );
}

/** Needs the turn; see `ModelRegistry.rollback`. */
export async function rollBack(
  manager: EntityManager,
  modelId: string,
  why: ChangeOfChampion,
): Promise<ChangedVersion> {
  const before = await championBefore(manager, modelId);
  if (before === null) {
    throw new StrataError('CONFLICT', `The model "${modelId}" had no champion before that it could go back to.`, {
      problems: [
        {
          message: 'there is nothing to roll back to',
          expected: `rules alone: strata models retire ${modelId} --reason "why"`,
        },
      ],
    });
  }
  await makeChampion(manager, modelId, before, { ...why, action: 'rolled-back', override: null });
  return { ...(await findVersion(manager, modelId, before)), changed: true };
}

/** Needs the turn; see `ModelRegistry.retire`. */
export async function retireVersion(
  manager: EntityManager,
  modelId: string,
  version: number,
  why: ChangeOfChampion,
): Promise<ChangedVersion> {
  const { stage } = await findVersion(manager, modelId, version);
  const changed = stage !== 'retired';
  if (changed) {
    await setStage(manager, modelId, version, 'retired');
    const replaced = stage === 'champion' ? version : null;
    await logPromotion(manager, { ...why, modelId, version, replaced, action: 'retired', override: null });
  }
  return { ...(await findVersion(manager, modelId, version)), changed };
}

/** The log of changes of a model's champion, the latest first. */
export async function findPromotions(manager: EntityManager, modelId: string): Promise<readonly Promotion[]> {
  const rows = await manager.query<PromotionRow[]>(
    `select action, version, replaced, promoted_by, reason, override_reason, missing, promoted_at
       from model_promotions where model_id = $1 order by id desc`,
    [modelId],
  );
  return rows.map((row) => ({
    modelId,
    action: row.action,
    version: row.version,
    replaced: row.replaced,
    by: row.promoted_by,
    reason: row.reason,
    override:
      row.override_reason === null
        ? null
        : { by: row.promoted_by, reason: row.override_reason, missing: stagesOf(row.missing) },
    at: new Date(row.promoted_at).toISOString(),
  }));
}

interface PromotionRow {
  readonly action: Promotion['action'];
  readonly version: number;
  readonly replaced: number | null;
  readonly promoted_by: string;
  readonly reason: string;
  readonly override_reason: string | null;
  readonly missing: string;
  readonly promoted_at: Date | string;
}

/**
 * Whom a roll-back brings back: the champion that was replaced when the present one was promoted; where the champion
 * was retired, that one.
 */
async function championBefore(manager: EntityManager, modelId: string): Promise<number | null> {
  const [champion] = await findVersions(manager, { modelId, stage: 'champion' });
  const log = await findPromotions(manager, modelId);
  const came =
    champion === undefined
      ? log.find(({ action, replaced }) => action === 'retired' && replaced !== null)
      : log.find(({ action, version }) => action === 'promoted' && version === champion.version);
  return came?.replaced ?? null;
}

async function makeChampion(
  manager: EntityManager,
  modelId: string,
  version: number,
  why: Pick<Promotion, 'action' | 'by' | 'reason' | 'override'>,
): Promise<void> {
  // A damaged artefact is found now, not by the next decision.
  await readArtefact(manager, modelId, version);
  const [champion] = await findVersions(manager, { modelId, stage: 'champion' });
  if (champion !== undefined) await setStage(manager, modelId, champion.version, 'retired');
  await setStage(manager, modelId, version, 'champion');
  await logPromotion(manager, { ...why, modelId, version, replaced: champion?.version ?? null });
}

async function logPromotion(manager: EntityManager, promotion: Omit<Promotion, 'at'>): Promise<void> {
  const { modelId, action, version, replaced, by, reason, override } = promotion;
  await manager.query(
    `insert into model_promotions (model_id, action, version, replaced, promoted_by, reason, override_reason, missing)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [modelId, action, version, replaced, by, reason, override?.reason ?? null, override?.missing.join(' ') ?? ''],
  );
  await recordChange(manager, {
    who: by,
    what: AUDITED[action],
    subject: `model:${modelId}`,
    before: replaced === null ? null : { version: replaced },
    after: { version, reason, ...(override === null ? {} : { override: auditedOverride(override) }) },
  });
}

const AUDITED = {
  promoted: 'model.promoted',
  'rolled-back': 'model.rolled-back',
  retired: 'model.retired',
} as const satisfies Record<Promotion['action'], AuditedChange['what']>;

function auditedOverride({ reason, missing }: Override): Omit<Override, 'by'> {
  return { reason, missing };
}

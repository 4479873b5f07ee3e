import { type EntityManager } from 'typeorm';
import { recordChange } from '#strata/platform/audit';
import { uuidv7 } from '#strata/kernel';
import { type ModelEvidence, type ModelVersion, type NewEvidence, type ProvenStage } from './model-version.js';
import { climbed } from './stages.js';
import { PLAIN_OBJECT, readStored } from './version-row.js';
import { findVersion, setStage } from './versions.js';

/** Adds evidence and moves the version to the stage that its evidence proves now; champions and retired ones stay. */
export async function addEvidence(manager: EntityManager, evidence: NewEvidence): Promise<ModelVersion> {
  const { modelId, version, stage, passed, report, by, reason } = evidence;
  const before = await findVersion(manager, modelId, version);
  await manager.query(
    `insert into model_evidence (id, model_id, version, stage, passed, report, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [uuidv7(), modelId, version, stage, passed, JSON.stringify(report), by],
  );
  await recordChange(manager, {
    who: by,
    what: 'model.evidence-recorded',
    subject: `model:${modelId}`,
    before: null,
    after: { version, stage, passed, ...(reason === undefined ? {} : { reason }) },
  });
  if (before.stage !== 'champion' && before.stage !== 'retired') {
    const known = (await findVersion(manager, modelId, version)).evidence;
    await setStage(manager, modelId, version, climbed(known));
  }
  return await findVersion(manager, modelId, version);
}

/** All evidence of a version with its reports, the latest first. */
export async function findEvidence(
  manager: EntityManager,
  modelId: string,
  version: number,
): Promise<readonly ModelEvidence[]> {
  const rows = await manager.query<EvidenceRow[]>(
    `select id, stage, passed, report, recorded_by, recorded_at from model_evidence
      where model_id = $1 and version = $2 order by id desc`,
    [modelId, version],
  );
  return rows.map((row) => ({
    id: row.id,
    modelId,
    version,
    stage: row.stage,
    passed: row.passed,
    by: row.recorded_by,
    at: new Date(row.recorded_at).toISOString(),
    report: readStored(PLAIN_OBJECT, row.report),
  }));
}

interface EvidenceRow {
  readonly id: string;
  readonly stage: ProvenStage;
  readonly passed: boolean;
  readonly report: string;
  readonly recorded_by: string;
  readonly recorded_at: Date | string;
}

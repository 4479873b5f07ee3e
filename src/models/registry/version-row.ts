import { z } from 'zod';
import { checkedJson } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';
import {
  type EvidenceHead,
  type ModelStage,
  type ModelVersion,
  type Override,
  PROVEN_STAGES,
  type ProvenStage,
} from './model-version.js';

/** What is read of a version: with the latest evidence of each stage, and the override of its latest promotion. */
export const VERSION_COLUMNS = `
  v.model_id, v.version, v.stage, v.plugin, v.task, v.document_hash, v.data_hash, v.code_version, v.seed, v.metrics,
  v.checksum, v.created_at,
  (select json_agg(json_build_object('stage', e.stage, 'passed', e.passed, 'by', e.recorded_by, 'at', e.recorded_at)
                   order by e.id)::text
     from (select distinct on (stage) * from model_evidence
            where model_id = v.model_id and version = v.version order by stage, id desc) e) as evidence,
  (select json_build_object('by', p.promoted_by, 'reason', p.override_reason, 'missing', p.missing)::text
     from model_promotions p where p.id = (
       select max(id) from model_promotions
        where model_id = v.model_id and version = v.version and action = 'promoted')
      and p.override_reason is not null) as override`;

/** A row of {@link VERSION_COLUMNS}. */
export interface VersionRow {
  readonly model_id: string;
  readonly version: number;
  readonly stage: ModelStage;
  readonly plugin: string;
  readonly task: string;
  readonly document_hash: string;
  readonly data_hash: string;
  readonly code_version: string;
  readonly seed: number | string;
  readonly metrics: string;
  readonly checksum: string;
  readonly created_at: Date | string;
  readonly evidence: string | null;
  readonly override: string | null;
}

export function versionOf(row: VersionRow): ModelVersion {
  return Object.freeze({
    modelId: row.model_id,
    version: row.version,
    stage: row.stage,
    plugin: row.plugin,
    task: row.task,
    documentHash: row.document_hash,
    dataHash: row.data_hash,
    codeVersion: row.code_version,
    seed: Number(row.seed),
    checksum: row.checksum,
    metrics: readStored(PLAIN_OBJECT, row.metrics),
    evidence: evidenceOf(row.evidence),
    override: overrideOf(row.override),
    createdAt: new Date(row.created_at).toISOString(),
  });
}

function evidenceOf(text: string | null): readonly EvidenceHead[] {
  const heads = readStored(HEADS, text ?? '[]');
  return heads.map((head) => ({ ...head, at: new Date(head.at).toISOString() }));
}

function overrideOf(text: string | null): Override | null {
  if (text === null) return null;
  const { by, reason, missing } = readStored(OVERRIDE, text);
  return { by, reason, missing: stagesOf(missing) };
}

/** Stages as they are kept in one text. */
export function stagesOf(text: string): readonly ProvenStage[] {
  return text.split(' ').flatMap((stage) => PROVEN_STAGES.filter((proven) => proven === stage));
}

/** JSON that the registry stored. @throws StrataError DAMAGED_ARTEFACT where it is none of its kind */
export function readStored<T>(schema: z.ZodType<T>, text: string): T {
  return checkedJson(
    schema,
    text,
    (why) => new StrataError('DAMAGED_ARTEFACT', `What is stored about a model is damaged: ${why}.`),
  );
}

/** A report or curves: whoever reads more of it than that checks it. */
export const PLAIN_OBJECT = z.record(z.string(), z.unknown());

const HEADS: z.ZodType<readonly EvidenceHead[]> = z.array(
  z.object({ stage: z.enum(PROVEN_STAGES), passed: z.boolean(), by: z.string(), at: z.string() }),
);
const OVERRIDE = z.object({ by: z.string(), reason: z.string(), missing: z.string() });

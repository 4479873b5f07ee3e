import {
  howToProve,
  meaningOf,
  type ModelEvidence,
  type ModelRegistry,
  type ModelStage,
  type ModelVersion,
  PROVEN_STAGES,
  type Promotion,
  type ProvenStage,
  reportWords,
} from '../../registry/index.js';
import { StrataError } from '#sdk';
import { type Language } from '#strata/kernel/texts';

/** All that is proven about a model: each version through the three stages, and who let which one decide. */
export interface ModelRecord {
  readonly model: string;
  /** Null where nobody is champion: rules decide. */
  readonly champion: number | null;
  /** The newest first. */
  readonly versions: readonly RecordedVersion[];
  /** Who changed the champion and why, the latest first. */
  readonly promotions: readonly Promotion[];
}

/** A version and what is proven about it. */
export interface RecordedVersion extends Pick<ModelVersion, 'version' | 'plugin' | 'createdAt' | 'override'> {
  readonly stage: ModelStage;
  /** The three stages, in their order. */
  readonly stages: readonly RecordedStage[];
}

/** What is known of a stage of a version. */
interface RecordedStage {
  readonly stage: ProvenStage;
  /** What it asks. */
  readonly meaning: string;
  readonly result: 'passed' | 'failed' | 'missing';
  /** What its latest evidence said. */
  readonly words: readonly string[];
  readonly by: string | null;
  /** ISO-8601, UTC. */
  readonly at: string | null;
  /** What proves it, where it has not passed. */
  readonly next: string | null;
}

/**
 * @param language of the words beside those of the evidence, English unless told
 * @throws StrataError MODEL_NOT_TRAINED where there is no version
 */
export async function modelRecord(
  registry: Pick<ModelRegistry, 'list' | 'evidence' | 'promotions'>,
  model: string,
  language?: Language,
): Promise<ModelRecord> {
  const versions = await registry.list(model);
  if (versions.length === 0) {
    throw new StrataError('MODEL_NOT_TRAINED', `The model "${model.slice(0, 100)}" has no trained version.`, {
      problems: [{ message: 'nothing is known of it', expected: `first: strata train ${model} --data FILE` }],
    });
  }
  const recorded: RecordedVersion[] = [];
  for (const version of versions) {
    recorded.push(recordedVersion(version, await registry.evidence(model, version.version), language));
  }
  return {
    model,
    champion: versions.find(({ stage }) => stage === 'champion')?.version ?? null,
    versions: recorded,
    promotions: await registry.promotions(model),
  };
}

function recordedVersion(
  known: ModelVersion,
  evidence: readonly ModelEvidence[],
  language: Language | undefined,
): RecordedVersion {
  const { modelId, version, stage, plugin, createdAt, override } = known;
  return {
    ...{ version, stage, plugin, createdAt, override },
    stages: PROVEN_STAGES.map((proven): RecordedStage => {
      const latest = evidence.find((one) => one.stage === proven);
      const next = howToProve(proven, modelId, version, language);
      const asked = { stage: proven, meaning: meaningOf(proven, language) };
      if (latest === undefined) return { ...asked, result: 'missing', words: [], by: null, at: null, next };
      const { passed, by, at, report } = latest;
      const words = reportWords(report);
      return { ...asked, result: passed ? 'passed' : 'failed', words, by, at, next: passed ? null : next };
    }),
  };
}

import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { withNotesIn } from '#strata/platform/messages';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type ModelEvidence, type ModelRegistry, type ModelVersion } from '../../registry/index.js';
import { type EvidenceTeller, type EvidenceTelling } from './evidence-tellers.js';
import { metricsIn } from './training-in.js';

/** What is stored of versions, told in the language that somebody asks for. Nothing that is stored changes. */
export class ToldEvidence {
  constructor(
    private readonly registry: Pick<ModelRegistry, 'version' | 'evidence'>,
    private readonly releases: Pick<CurrentRelease, 'find'>,
    private readonly tellers: readonly EvidenceTeller[],
  ) {}

  /** All evidence of a version with its reports, the latest first. @throws StrataError NOT_FOUND */
  async evidence(model: string, version: number, language: Language): Promise<readonly ModelEvidence[]> {
    const evidence = await this.registry.evidence(model, version);
    if (language === DEFAULT_LANGUAGE || evidence.length === 0) return evidence;
    const documents = this.releases.find()?.documents;
    const telling: EvidenceTelling = {
      language,
      version: await this.registry.version(model, version),
      facts: documents?.facts ?? {},
      document: documents?.models.find(({ id }) => id === model) ?? null,
    };
    return evidence.map((one) => {
      const report = withNotesIn(language, one.report);
      const teller = this.tellers.find(({ stage }) => stage === one.stage);
      return { ...one, report: teller === undefined ? report : teller.tell(report, telling) };
    });
  }

  /** A version with what was measured when it was trained. */
  version<T extends Pick<ModelVersion, 'metrics'>>(version: T, language: Language): T {
    return language === DEFAULT_LANGUAGE ? version : { ...version, metrics: metricsIn(version.metrics, language) };
  }
}

import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { contribution, type ContributionKind } from '#strata/platform/contributions';
import { type ModelVersion, type ProvenStage } from '../../registry/index.js';

/** A report as it is stored: JSON, its sentences in English. */
export type StoredReport = Readonly<Record<string, unknown>>;

/** In which language a report is told, and what is known beside it. */
export interface EvidenceTelling {
  readonly language: Language;
  readonly version: ModelVersion;
  /** What the published catalogue knows. */
  readonly facts: FactCatalogue;
  /** As it is published now; null where it is not. */
  readonly document: ModelDocument | null;
}

/** Tells the reports of one stage again, by their kinds and figures: where one lacks these, its English words stand. */
export interface EvidenceTeller {
  readonly stage: ProvenStage;
  readonly tell: (report: StoredReport, telling: EvidenceTelling) => StoredReport;
}

/** The tellers that modules bring along, one a stage; without one a report stays in English. */
export const EvidenceTellers: ContributionKind<EvidenceTeller> = contribution('tellers of evidence');

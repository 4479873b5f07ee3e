import { type Language } from '#strata/kernel/texts';
import { modelPhrases } from '../../words/index.js';
import { bandName } from './groups.js';
import { fairnessReading } from './reading.js';
import { type FairnessReport } from './report.js';

/** A report of fairness told again in another language, from its groups and figures. */
export function fairnessIn(report: FairnessReport, language: Language): FairnessReport {
  const { selected } = report;
  const groups = report.groups.map((one) =>
    one.band === undefined ? one : { ...one, group: bandName(one.band, language) },
  );
  return {
    ...report,
    ...(selected && { selection: modelPhrases(language).fairness.selection(selected) }),
    groups,
    reading: fairnessReading({ ...report, groups }, language),
  };
}

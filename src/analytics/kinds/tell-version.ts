import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { type AnalysisVersion, type AnalysisVersions, type AnalysisVersionWithReport } from '../versions/index.js';
import { kindOf } from './kinds.js';

/**
 * A version with its warning and the sentences of its report in a language, told again of the figures that it keeps. What these do
 * not say stays as it is.
 */
export async function tellVersion(
  version: AnalysisVersionWithReport,
  { releases, language }: { readonly releases: Pick<ReleaseStore, 'get'>; readonly language: Language },
): Promise<AnalysisVersionWithReport> {
  if (language === DEFAULT_LANGUAGE) return version;
  const kind = await kindOf(version.document);
  const told = { ...version, warning: await warningIn(version, language) };
  if (kind.tell === undefined) return told;
  const { documents } = await releases.get(version.release);
  return { ...told, report: kind.tell(version.report, { documents, language }) };
}

/** The versions of an analysis, the latest first, with their warnings in a language. */
export async function tellVersions(
  versions: Pick<AnalysisVersions, 'list' | 'find'>,
  analysis: string,
  language: Language,
): Promise<readonly AnalysisVersion[]> {
  const all = await versions.list(analysis);
  if (language === DEFAULT_LANGUAGE) return all;
  const told: AnalysisVersion[] = [];
  // Reports are large: one after the other.
  for (const version of all) {
    const { warning } = version;
    if (warning === null) told.push(version);
    else told.push({ ...version, warning: await warningIn(await versions.find(analysis, version.version), language) });
  }
  return told;
}

async function warningIn(
  { warning, document, report }: AnalysisVersionWithReport,
  language: Language,
): Promise<AnalysisVersion['warning']> {
  if (warning === null) return null;
  const kind = await kindOf(document);
  return kind.warn?.(report) === warning ? (kind.warn(report, language) ?? warning) : warning;
}

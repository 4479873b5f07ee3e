import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese.js';
import { type CampaignPhrases, ENGLISH } from './english.js';

/** A further language is a table like these. */
const TABLES: Readonly<Record<Language, CampaignPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What campaigns say in a language; English unless told. */
export function campaignPhrases(language: Language = DEFAULT_LANGUAGE): CampaignPhrases {
  return TABLES[language];
}

const WATCHED = ['lift', 'cost', 'fallback', 'sampleRatio'] as const;

/** Who switched something off: somebody as they are called, or a guardrail in a language. */
export function switchedBy(by: string, language?: Language): string {
  const watch = WATCHED.find((each) => ENGLISH.guardrail(each) === by);
  return watch === undefined ? by : campaignPhrases(language).guardrail(watch);
}

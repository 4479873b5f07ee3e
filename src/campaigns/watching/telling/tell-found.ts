import { type Guardrail } from '#strata/engine';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { campaignPhrases, type GuardrailSubject } from '../../words/index.js';
import { drawnGroups } from './drawn-figures.js';

/** What a guardrail found, as it is kept. */
interface Kept {
  readonly words: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

interface Telling {
  readonly guardrail: Guardrail;
  /** Of the shop. */
  readonly currency: string | undefined;
  readonly language: Language | undefined;
}

/**
 * What a guardrail found, told again of the figures that were kept with it. Its words stay where the figures do not say what
 * they say: they were kept by an earlier version, or the guardrail has changed since.
 */
export function foundWords(kept: Kept, { guardrail, currency, language = DEFAULT_LANGUAGE }: Telling): string {
  if (language === DEFAULT_LANGUAGE) return kept.words;
  const english = campaignPhrases();
  const subject = subjectsOf(kept.figures, guardrail, currency).find((each) => english.found(each) === kept.words);
  return subject === undefined ? kept.words : campaignPhrases(language).found(subject);
}

/** All that may have been said with these figures. */
function subjectsOf(
  figures: Kept['figures'],
  guardrail: Guardrail,
  currency: string | undefined,
): readonly GuardrailSubject[] {
  const { watch } = guardrail;
  const of = (name: string): number => figures[name] ?? Number.NaN;
  switch (watch) {
    case 'lift': {
      const [value, lower, upper] = [figures['lift'], figures['lower'], figures['upper']];
      const isKnown = value != null && lower != null && upper != null;
      const treated = { people: of('treated'), conversions: of('treatedConversions') };
      const heldOut = { people: of('heldOut'), conversions: of('heldOutConversions') };
      const lift = isKnown ? { value, lower, upper, level: of('level') } : null;
      return [{ watch, treated, heldOut, below: of('below'), lift }];
    }
    case 'cost': {
      const [spent, planned, allowed, hours] = [of('spent'), of('planned'), of('allowed'), figures['hours'] ?? null];
      const time = hours === null ? null : hours < 48 ? `PT${String(hours)}H` : `P${String(hours / 24)}D`;
      return [{ watch, spent, planned, allowed: allowed === planned ? null : allowed, time, currency }];
    }
    case 'fallback': {
      const found = { needed: of('needed'), without: of('without'), share: of('share'), above: of('above') };
      return (['tooFew', 'byChance', null] as const).map((doubt) => ({
        ...{ watch, ...found, within: guardrail.within, doubt },
      }));
    }
    case 'sampleRatio': {
      const groups = drawnGroups(figures);
      const chance = ['tooFew', { chiSquare: of('chiSquare') }, { pValue: of('pValue') }] as const;
      return [{ watch, groups: null }, ...chance.map((found): GuardrailSubject => ({ watch, groups, found }))];
    }
  }
}

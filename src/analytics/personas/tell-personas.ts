import { type FactCatalogue, type ReleaseDocuments } from '#strata/engine';
import { inLanguage, phrasesOf } from '#strata/engine/words';
import { type Language } from '#strata/kernel/texts';
import { type ReportTelling } from '../contract/index.js';
import { analysisPhrases } from '../words/index.js';
import { ruleWords } from './rules.js';
import { type Persona, type PersonasReport, type Trait } from './report/personas-report.js';

/** `Persona 1` of `persona-1`. */
export function personaName(id: string, language?: Language): string {
  return analysisPhrases(language).personas.name(id.slice('persona-'.length));
}

/** What people of these traits are like: `12 orders, 9 days since the last order`. */
export function likeWords(
  traits: readonly Trait[],
  { facts }: Pick<ReleaseDocuments, 'facts'>,
  language?: Language,
): string {
  const { personas: phrases } = analysisPhrases(language);
  const spoken = inLanguage(facts, language);
  const words = traits.slice(0, 2).map(({ fact, of, value, persona, everybody }) => {
    const told = phrasesOf(language).facts.told({ fact }, spoken);
    if (of !== 'share') return told(readable(persona));
    const { seldom, mostly, more } = phrases.often;
    const often = persona < everybody ? seldom : persona >= 0.5 ? mostly : more;
    return phrases.trait(often, told(value ?? undefined));
  });
  return words.length === 0 ? phrases.everybody : phrases.traits(words);
}

function readable(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** A report with its names and sentences in a language; what its figures and these documents do not say stays as it is. */
export function tellPersonas(report: PersonasReport, { documents, language }: ReportTelling): PersonasReport {
  const { facts } = documents;
  const spoken = inLanguage(facts, language);
  return {
    ...report,
    features: report.features.map((feature) => {
      const words = spoken[feature.fact]?.words;
      return words !== undefined && feature.words === facts[feature.fact]?.words ? { ...feature, words } : feature;
    }),
    personas: report.personas.map((persona) => tellPersona(persona, facts, language)),
  };
}

function tellPersona(persona: Persona, facts: FactCatalogue, language: Language): Persona {
  const { id, name, words, traits, rule } = persona;
  const isKnown = likeWords(traits, { facts }) === words;
  const isRuleKnown = rule !== null && ruleWords(rule.condition, facts) === rule.words;
  return {
    ...persona,
    name: name === personaName(id) ? personaName(id, language) : name,
    words: isKnown ? likeWords(traits, { facts }, language) : words,
    rule: isRuleKnown ? { ...rule, words: ruleWords(rule.condition, facts, language) } : rule,
  };
}
